import { ofPage } from './host-page.ts'

/**
 * The tag that this script is of. A module has no `document.currentScript`, and runs once however many tags it has: those are
 * found by the address at which the browser says it is running. By nothing else: who may write HTML on the page must not be
 * able to name another one.
 */
export function ownTags(): HTMLScriptElement[] {
  const script = ofPage('currentScript')
  if (script) return 'src' in script ? [script] : []
  // Chromium writes `at https://… :1:2`, in brackets or not; Firefox and Safari write `@https://… :1:2`.
  const [, address] = /(https?:\/\/[^\s()]+?)(:\d+)+\)?$/m.exec(Error().stack ?? '') ?? []
  const tags = Array.from(ofPage('scripts')).filter(({ src }) => src && src === address)
  if (tags.length === 0)
    console.warn('Inglenook: no chat. As a module it needs its own <script type="module" src="…" data-site="…">.')
  return tags
}

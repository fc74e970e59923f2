import { ofPage } from './host-page.ts'

/**
 * The tags of this script. A module has no `document.currentScript`, and runs once however many tags it has, so they are found
 * by the address that the browser reports for the running script. Nothing else is used: a person who can write HTML on the
 * page must not be able to name another one.
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

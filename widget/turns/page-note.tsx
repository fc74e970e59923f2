import { h } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { watchPage } from './page-context.ts'
import { keepFocus } from '../panel/keep-focus.ts'
import { RemoveIcon } from './turn-icons.tsx'
import type { LaterProps, PagePlace } from '../panel/props.ts'

/** Shows the page context that goes with the question, and lets the visitor remove it. */
export function PageNote({ store: { page }, words, place }: LaterProps & { place: PagePlace }) {
  const note = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const root = note.current?.getRootNode()
    if (root instanceof ShadowRoot) return watchPage({ host: root.host, ...place }, (seen) => (page.value = seen))
  }, [])
  const seen = page.value
  return (
    <div class="page-note" ref={note}>
      {seen && (
        <p>
          <span dir="auto">
            {words.aboutPage} {seen.selection ? `“${seen.selection}”` : seen.title || seen.url}
          </span>
          <button
            type="button"
            class="round quiet tool"
            aria-label={words.leaveOut}
            onClick={(event) => (keepFocus(event), (page.value = undefined))}
          >
            <RemoveIcon />
          </button>
        </p>
      )}
    </div>
  )
}

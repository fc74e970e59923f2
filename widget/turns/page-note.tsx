import { createRef, h } from 'preact'
import { watchPage } from './page-context.ts'
import { keepFocus } from '../panel/keep-focus.ts'
import { RemoveIcon } from './turn-icons.tsx'
import type { LaterShown } from '../panel/props.ts'
import { watching } from '../panel/watching.ts'

/** Says what of the page goes along with the question, and lets the visitor leave it out. */
export const PageNote = watching<LaterShown>(({ store: { page, place: from } }, { onMount }) => {
  const place = createRef<HTMLDivElement>()
  onMount(() => {
    const root = place.current?.getRootNode()
    if (root instanceof ShadowRoot) return watchPage({ host: root.host, ...from }, (seen) => (page.value = seen))
  })
  return ({ words }) => {
    const seen = page.value
    return (
      <div class="page-note" ref={place}>
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
})

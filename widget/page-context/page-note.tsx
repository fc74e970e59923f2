import { h } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { PageContext } from '../../protocol/schemas/question.ts'
import { watchPage } from './watch-page.ts'
import { keepFocus } from '../panel/keep-focus.ts'
import { Icon } from '../panel/icons.tsx'
import type { QuestionPartProps } from '../panel/props.ts'

/** Shows the page context that goes with the question, and lets the visitor remove it. */
export function PageNote({ store: { parts }, words, place }: QuestionPartProps) {
  const send = (page: PageContext | undefined) => (parts.value = { ...parts.peek(), page })
  const note = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const root = note.current?.getRootNode()
    if (root instanceof ShadowRoot) return watchPage({ host: root.host, ...place }, send)
  }, [])
  const seen = parts.value.page
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
            onClick={(event) => (keepFocus(event), send(undefined))}
          >
            <Icon>
              <path d="M7.5 7.5l9 9M16.5 7.5l-9 9" />
            </Icon>
          </button>
        </p>
      )}
    </div>
  )
}

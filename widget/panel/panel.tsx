import { useSignal } from '@preact/signals'
import { h } from 'preact'
import { isComposing } from './composing.ts'
import { Composer } from './composer.tsx'
import { Header } from './header.tsx'
import type { Later, PanelProps, PagePlace } from './props.ts'
import { Transcript } from './transcript.tsx'

interface Props extends PanelProps {
  later: Later | undefined
  place: PagePlace
  /** An inline chat: it has no launcher and cannot be closed. */
  isInline: boolean
}

/** The width of a scroll bar, or a bit more. */
const COVERED_PX = 24

export function Panel({ store, words, later, place, isInline }: Props) {
  const hasMenu = useSignal(false)
  const { name, notice } = store.view.value ?? {}
  const isMenuOpen = hasMenu.value && later !== undefined

  const onKeyDown = (event: KeyboardEvent) => {
    // A page's shortcuts only see the host as the target, and not that it is a text field.
    event.stopPropagation()
    if (event.key !== 'Escape' || isComposing(event)) return
    // Then the browser, which closes whatever covers the page, has nothing more to do.
    event.preventDefault()
    if (hasMenu.value) hasMenu.value = false
    else if (store.conversation.isAnswering.value) store.conversation.stop()
    else if (!isInline) store.close()
  }

  return (
    <section
      class={isInline ? 'panel' : 'panel floating'}
      part="panel"
      role={isInline ? 'region' : 'dialog'}
      aria-label={name ? words.chatWith(name) : words.openChat}
      hidden={!store.isOpen.value}
      onClick={(event) => {
        if (!isInline && leadsBehind(event)) store.close()
      }}
      onKeyDown={onKeyDown}
      onKeyUp={keep}
      onKeyPress={keep}
    >
      <Header store={store} words={words} isInline={isInline} hasMenu={hasMenu} canOpenMenu={later !== undefined} />
      <div class="body">
        <div class="talk" inert={isMenuOpen}>
          {notice && (
            <p class="notice" dir="auto">
              {notice}
            </p>
          )}
          <Transcript store={store} words={words} later={later} />
          {!store.isOnline.value && (
            <p class="notice" role="status">
              {words.noNetwork}
            </p>
          )}
          <Composer store={store} words={words} isInline={isInline}>
            {later && <later.parts.QuestionParts store={store} words={later.words} place={place} />}
          </Composer>
        </div>
        {isMenuOpen && <later.parts.Menu store={store} words={later.words} close={() => (hasMenu.value = false)} />}
      </div>
    </section>
  )
}

/** Whether a link leads to a part of the page that a panel as wide as the window covers. */
function leadsBehind({ target, currentTarget, ctrlKey, metaKey, shiftKey }: MouseEvent): boolean {
  const link = target instanceof Element && target.closest('a')
  if (!link || !link.host || link.target || ctrlKey || metaKey || shiftKey) return false
  return currentTarget instanceof Element && currentTarget.clientWidth > innerWidth - COVERED_PX
}

const keep = (event: Event) => event.stopPropagation()

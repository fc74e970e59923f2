import { h } from 'preact'
import { signal } from '@preact/signals-core'
import { isComposing } from './composing.ts'
import { Composer } from './composer.tsx'
import { Header } from './header.tsx'
import type { Later, PanelProps } from './props.ts'
import { Transcript } from './transcript.tsx'
import { watching } from './watching.ts'

interface Props extends PanelProps {
  later: Later | undefined
  /** Part of the page: it has no launcher and is not closed. */
  isInline: boolean
}

/** A scroll bar, or a bit more. */
const COVERED_PX = 24

export const Panel = watching<Props>(({ store, isInline }) => {
  const { view, isOpen, isOnline, isAnswering, stop, close } = store
  const hasMenu = signal(false)
  const onKeyDown = (event: KeyboardEvent) => {
    // A page's shortcuts see only that some element was typed into, not that it takes text.
    event.stopPropagation()
    if (event.key !== 'Escape' || isComposing(event)) return
    // The browser, which closes what covers the page, has nothing more to do.
    event.preventDefault()
    if (hasMenu.value) hasMenu.value = false
    else if (isAnswering.value) stop()
    else if (!isInline) close()
  }

  // A link of the page's own leads to what a panel as wide as the window covers.
  const onClick = ({ target, currentTarget, ctrlKey, metaKey, shiftKey }: MouseEvent) => {
    const link = target instanceof Element && target.closest('a')
    if (!link || !link.host || link.target || ctrlKey || metaKey || shiftKey || isInline) return
    if (currentTarget instanceof Element && currentTarget.clientWidth > innerWidth - COVERED_PX) close()
  }

  return ({ words, later }) => {
    const isMenuOpen = hasMenu.value && later !== undefined
    const name = view.value?.name
    return (
      <section
        class={isInline ? 'panel' : 'panel floating'}
        part="panel"
        role={isInline ? 'region' : 'dialog'}
        aria-label={name ? words.chatWith(name) : words.openChat}
        hidden={!isOpen.value}
        onClick={onClick}
        onKeyDown={onKeyDown}
        onKeyUp={keep}
        onKeyPress={keep}
      >
        <Header store={store} words={words} isInline={isInline} hasMenu={hasMenu} canOpenMenu={later !== undefined} />
        <div class="body">
          <div class="talk" inert={isMenuOpen}>
            {view.value?.notice && (
              <p class="notice" dir="auto">
                {view.value.notice}
              </p>
            )}
            <Transcript store={store} words={words} later={later} />
            {!isOnline.value && (
              <p class="notice" role="status">
                {words.noNetwork}
              </p>
            )}
            <Composer store={store} words={words} isInline={isInline}>
              {later && view.value?.pageContext === 'on' && (
                <later.parts.PageNote store={later.store} words={later.words} />
              )}
            </Composer>
          </div>
          {isMenuOpen && (
            <later.parts.Menu store={later.store} words={later.words} close={() => (hasMenu.value = false)} />
          )}
        </div>
      </section>
    )
  }
})

const keep = (event: Event) => event.stopPropagation()

import { h } from 'preact'
import { Composer } from './composer.tsx'
import { Header } from './header.tsx'
import type { Shown } from './shown.ts'
import { Transcript } from './transcript.tsx'

export function Panel({ store, words }: Shown) {
  const { view, isOpen, isAnswering, stop, close } = store
  const onKeyDown = (event: KeyboardEvent) => {
    // A page's shortcuts see only that some element was typed into, not that it takes text.
    event.stopPropagation()
    if (event.key !== 'Escape' || event.isComposing) return
    if (isAnswering.value) stop()
    else close()
  }

  return (
    <section
      class="panel"
      part="panel"
      role="dialog"
      aria-label={words.chatWith(view.value?.name ?? '')}
      hidden={!isOpen.value}
      onKeyDown={onKeyDown}
      onKeyUp={keep}
      onKeyPress={keep}
    >
      <Header store={store} words={words} />
      {view.value?.notice && (
        <p class="notice" dir="auto">
          {view.value.notice}
        </p>
      )}
      <Transcript store={store} words={words} />
      {!store.isOnline.value && (
        <p class="notice" role="status">
          {words.noNetwork}
        </p>
      )}
      <Composer store={store} words={words} />
    </section>
  )
}

const keep = (event: Event) => event.stopPropagation()

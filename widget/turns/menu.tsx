import { Fragment, createRef, h } from 'preact'
import { signal } from '@preact/signals-core'
import { save } from './download.ts'
import { asJson, asText } from '../chat/export.ts'
import { dayLabel } from './days.ts'
import { keepFocus } from '../panel/keep-focus.ts'
import type { LaterShown } from '../panel/props.ts'
import { watching } from '../panel/watching.ts'

/** What a visitor may do with their conversations: go back to one, take one along, have them all erased. */
export const Menu = watching<LaterShown & { close: () => void }>(({ store, close }, { onMount }) => {
  const place = createRef<HTMLDivElement>()
  onMount(() => {
    const root = place.current?.getRootNode()
    const before = root instanceof ShadowRoot ? root.activeElement : null
    place.current?.focus({ preventScroll: true })
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  })
  return ({ words }) => {
    const turns = store.turns.value
    const conversations = store.conversations()
    const name = store.view.value?.name ?? ''
    const [first] = turns
    const title = `${name} ${new Date(first?.askedAt ?? Date.now()).toISOString().slice(0, 10)}`.trim()

    return (
      <div class="menu" ref={place} tabIndex={-1} role="group" aria-label={words.menu}>
        {conversations.length > 0 && (
          <Fragment>
            <h3>{words.conversations}</h3>
            <ul>
              {conversations.map((conversation) => (
                <li key={conversation.at}>
                  <button
                    type="button"
                    class="entry"
                    aria-current={conversation.isHeld}
                    onClick={() => {
                      if (!conversation.isHeld) store.takeUp(conversation)
                      close()
                    }}
                  >
                    <span dir="auto">{conversation.title || name || words.conversations}</span>
                    {/* The oldest shape that was kept knows no day. */}
                    {conversation.at > 1 && <small>{dayLabel(conversation.at, words)}</small>}
                  </button>
                </li>
              ))}
            </ul>
          </Fragment>
        )}
        <button
          type="button"
          class="pill"
          onClick={() => {
            store.reset()
            close()
          }}
        >
          {words.newConversation}
        </button>
        {turns.length > 0 && (
          <Fragment>
            <h3>{words.thisConversation}</h3>
            <div class="row">
              <button
                type="button"
                class="pill"
                onClick={() => save(`${title}.md`, 'text/markdown', asText(turns, words.you, name))}
              >
                {words.downloadText}
              </button>
              <button
                type="button"
                class="pill"
                onClick={() => save(`${title}.json`, 'application/json', asJson(turns))}
              >
                {words.downloadJson}
              </button>
            </div>
          </Fragment>
        )}
        <h3>{words.forgetMe}</h3>
        <ForgetMe store={store} words={words} />
      </div>
    )
  }
})

const ForgetMe = watching<LaterShown>(({ store }) => {
  const step = signal<'offered' | 'asked' | 'forgotten' | 'notForgotten'>('offered')
  const forget = () =>
    store.forgetMe().then(
      () => (step.value = 'forgotten'),
      () => (step.value = 'notForgotten'),
    )
  return ({ words }) => {
    switch (step.value) {
      case 'offered':
        return (
          <button type="button" class="pill" onClick={(event) => (keepFocus(event), (step.value = 'asked'))}>
            {words.forgetMe}
          </button>
        )
      case 'forgotten':
        return <p role="status">{words.forgotten}</p>
      case 'asked':
      case 'notForgotten':
        return (
          <div class="sure">
            <p role="status">{step.value === 'asked' ? words.forgetMeMeans : words.notForgotten}</p>
            <div class="row">
              <button type="button" class="pill" onClick={(event) => (keepFocus(event), (step.value = 'offered'))}>
                {words.cancel}
              </button>
              <button type="button" class="pill alarming" onClick={(event) => (keepFocus(event), void forget())}>
                {words.forgetNow}
              </button>
            </div>
          </div>
        )
      default:
        return step.value satisfies never
    }
  }
})

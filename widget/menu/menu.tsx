import { useSignal } from '@preact/signals'
import { Fragment, h } from 'preact'
import { save } from './download.ts'
import { asJson, asText } from '../chat/export.ts'
import { forgetMe } from '../chat/forget-me.ts'
import { listConversations, type ListedConversation } from '../chat/conversation-list.ts'
import { dayLabel } from '../turns/days.ts'
import { keepFocus } from '../panel/keep-focus.ts'
import type { LaterProps } from '../panel/props.ts'
import type { MenuWords } from '../words/words.ts'

interface MenuProps extends Pick<LaterProps, 'store'> {
  words: LaterProps['words'] & MenuWords
}

/** What visitors can do with their conversations: return to one, download one, or erase all of them. */
export function MenuContent({ store, words, close }: MenuProps & { close: () => void }) {
  const conversations = useSignal(listConversations(store.memory))
  return (
    <Fragment>
      <Conversations store={store} words={words} conversations={conversations.value} close={close} />
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
      <Downloads store={store} words={words} />
      <h3>{words.forgetMe}</h3>
      <ForgetMe store={store} words={words} onChange={() => (conversations.value = listConversations(store.memory))} />
    </Fragment>
  )
}

interface ConversationsProps extends MenuProps {
  conversations: readonly ListedConversation[]
  close: () => void
}

function Conversations({ store, words, conversations, close }: ConversationsProps) {
  const name = store.view.value?.name
  if (conversations.length === 0) return null
  const show = ({ id, isCurrent }: ListedConversation) => {
    if (!isCurrent) store.takeUp(id)
    close()
  }
  return (
    <Fragment>
      <h3>{words.conversations}</h3>
      <ul>
        {conversations.map((conversation) => (
          <li key={conversation.id}>
            <button
              type="button"
              class="entry"
              aria-current={conversation.isCurrent}
              onClick={() => show(conversation)}
            >
              <span dir="auto">{conversation.title || name || words.conversations}</span>
              {/* Conversations saved in the oldest format have no day. */}
              {conversation.at > 1 && <small>{dayLabel(conversation.at, words)}</small>}
            </button>
          </li>
        ))}
      </ul>
    </Fragment>
  )
}

function Downloads({ store, words }: MenuProps) {
  const turns = store.conversation.turns.value
  const name = store.view.value?.name ?? ''
  const [first] = turns
  if (!first) return null
  const title = `${name} ${new Date(first.now.createdAt).toISOString().slice(0, 10)}`.trim()
  return (
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
        <button type="button" class="pill" onClick={() => save(`${title}.json`, 'application/json', asJson(turns))}>
          {words.downloadJson}
        </button>
      </div>
    </Fragment>
  )
}

function ForgetMe({ store, words, onChange }: MenuProps & { onChange: () => void }) {
  const step = useSignal<'offered' | 'asked' | 'forgotten' | 'notForgotten'>('offered')
  const forget = () =>
    forgetMe(store)
      .then(
        () => (step.value = 'forgotten'),
        () => (step.value = 'notForgotten'),
      )
      .then(onChange)
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

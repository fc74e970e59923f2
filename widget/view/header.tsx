import { h } from 'preact'
import { Avatar } from './avatar.tsx'
import { CloseIcon, NewIcon } from './icons.tsx'
import type { Shown } from './shown.ts'

export function Header({ store: { view, turns, reset, close }, words }: Shown) {
  const site = view.value
  return (
    <div class="header" part="header">
      {site ? <Avatar site={site} /> : <span class="avatar" />}
      <h2 class="name" dir="auto">
        {site?.name}
      </h2>
      {turns.value.length > 0 && (
        <button
          type="button"
          class="round quiet"
          title={words.newConversation}
          aria-label={words.newConversation}
          onClick={reset}
        >
          <NewIcon />
        </button>
      )}
      <button type="button" class="round quiet" title={words.closeChat} aria-label={words.closeChat} onClick={close}>
        <CloseIcon />
      </button>
    </div>
  )
}

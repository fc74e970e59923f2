import type { Signal } from '@preact/signals'
import { h, type ComponentChildren } from 'preact'
import { Avatar } from './avatar.tsx'
import { CloseIcon, MenuIcon, NewIcon } from './icons.tsx'
import { keepFocus } from './keep-focus.ts'
import type { PanelProps } from './props.ts'

interface Props extends PanelProps {
  isInline: boolean
  hasMenu: Signal<boolean>
  canOpenMenu: boolean
}

export function Header({ store, words, isInline, hasMenu, canOpenMenu }: Props) {
  const site = store.view.value
  const hasTurns = store.conversation.turns.value.length > 0
  return (
    <div class="header" part="header">
      <Avatar {...site} />
      <h2 class="name" dir="auto" title={site?.name}>
        {site?.name}
      </h2>
      {hasTurns && !hasMenu.value && (
        <HeaderButton label={words.newConversation} onClick={(event) => (keepFocus(event), store.reset())}>
          <NewIcon />
        </HeaderButton>
      )}
      {canOpenMenu && (
        <HeaderButton label={words.menu} isExpanded={hasMenu.value} onClick={() => (hasMenu.value = !hasMenu.value)}>
          <MenuIcon />
        </HeaderButton>
      )}
      {!isInline && (
        <HeaderButton label={words.closeChat} onClick={() => store.close()}>
          <CloseIcon />
        </HeaderButton>
      )}
    </div>
  )
}

interface ButtonProps {
  label: string
  onClick: (event: { currentTarget: Element }) => void
  isExpanded?: boolean
  children: ComponentChildren
}

const HeaderButton = ({ label, onClick, isExpanded, children }: ButtonProps) => (
  <button
    type="button"
    class="round quiet"
    title={label}
    aria-label={label}
    aria-expanded={isExpanded}
    onClick={onClick}
  >
    {children}
  </button>
)

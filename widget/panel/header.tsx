import { h, type ComponentChildren } from 'preact'
import type { Signal } from '@preact/signals-core'
import { Avatar } from './avatar.tsx'
import { CloseIcon, MenuIcon, NewIcon } from './icons.tsx'
import { keepFocus } from './keep-focus.ts'
import type { PanelProps } from './props.ts'
import { watching } from './watching.ts'

interface Props extends PanelProps {
  isInline: boolean
  hasMenu: Signal<boolean>
  canOpenMenu: boolean
}

export const Header = watching<Props>(
  ({ store: { view, turns, reset, close }, isInline, hasMenu }) =>
    ({ words, canOpenMenu }) => {
      const site = view.value
      const button = (
        label: string,
        icon: ComponentChildren,
        onClick: (event: { currentTarget: Element }) => void,
        isExpanded?: boolean,
      ) => (
        <button
          type="button"
          class="round quiet"
          title={label}
          aria-label={label}
          aria-expanded={isExpanded}
          onClick={onClick}
        >
          {icon}
        </button>
      )
      return (
        <div class="header" part="header">
          <Avatar {...site} />
          <h2 class="name" dir="auto" title={site?.name}>
            {site?.name}
          </h2>
          {turns.value.length > 0 &&
            !hasMenu.value &&
            button(words.newConversation, <NewIcon />, (event) => (keepFocus(event), reset()))}
          {canOpenMenu && button(words.menu, <MenuIcon />, () => (hasMenu.value = !hasMenu.value), hasMenu.value)}
          {!isInline && button(words.closeChat, <CloseIcon />, close)}
        </div>
      )
    },
)

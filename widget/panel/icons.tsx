import { h, type ComponentChildren } from 'preact'

export const Icon = ({ children }: { children: ComponentChildren }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    {children}
  </svg>
)

export const CloseIcon = () => (
  <Icon>
    <path d="M6.5 6.5l11 11M17.5 6.5l-11 11" />
  </Icon>
)

/** A sheet and a pen: start a new page. */
export const NewIcon = () => (
  <Icon>
    <path d="M11.5 5H5v14h14v-6.5M10 14l1-3.5L18 3.5l2.5 2.5-7 7z" />
  </Icon>
)

export const SendIcon = () => (
  <Icon>
    <path d="M12 19V5.5M6 11.2l6-6 6 6" />
  </Icon>
)

export const StopIcon = () => (
  <Icon>
    <rect x="7" y="7" width="10" height="10" rx="2" class="solid" />
  </Icon>
)

export const MenuIcon = () => (
  <Icon>
    <path d="M5 7.5h14M5 12h14M5 16.5h9" />
  </Icon>
)

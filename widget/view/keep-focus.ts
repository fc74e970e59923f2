/** A button that goes away when it is pressed would take the focus with it, out of the panel: its surroundings get it. */
export const keepFocus = ({ currentTarget }: { currentTarget: Element }): void =>
  currentTarget.closest<HTMLElement>('[tabindex]')?.focus({ preventScroll: true })

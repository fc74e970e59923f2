/**
 * A button that goes away when it is pressed would take the focus with it, out of the panel: its surroundings get it, or the
 * field.
 */
export function keepFocus({ currentTarget }: { currentTarget: Element }): void {
  const near = currentTarget.closest<HTMLElement>('[tabindex]')
  const field = currentTarget.closest('.panel')?.querySelector<HTMLElement>('.composer textarea')
  ;(near ?? field)?.focus({ preventScroll: true })
}

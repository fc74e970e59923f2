/**
 * A button that disappears when it is pressed would take the focus out of the panel. The element around it gets the focus,
 * or the composer.
 */
export function keepFocus({ currentTarget }: { currentTarget: Element }): void {
  const near = currentTarget.closest<HTMLElement>('[tabindex]')
  const field = currentTarget.closest('.panel')?.querySelector<HTMLElement>('.composer textarea')
  ;(near ?? field)?.focus({ preventScroll: true })
}

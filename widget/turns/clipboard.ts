/** How long a button shows that it has worked. */
import { ofPage } from '../page/host-page.ts'

export const COPIED_MS = 1600

/** @returns whether the text is in the clipboard now. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Missing on pages served over plain http, and refused in a frame without permission: the older way may work.
    return copyBySelection(text)
  }
}

function copyBySelection(text: string): boolean {
  const field = ofPage('createElement')('textarea')
  const before = ofPage('activeElement')
  field.value = text
  field.style.position = 'fixed'
  ofPage('body').append(field)
  field.select()
  const done = ofPage('execCommand')('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus({ preventScroll: true })
  return done
}

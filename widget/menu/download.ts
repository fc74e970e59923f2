/** Offers the visitor a file. */
import { ofPage } from '../page/host-page.ts'

export function save(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = ofPage('createElement')('a')
  link.href = address
  link.download = name
  link.click()
  // By then the browser has read the address.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

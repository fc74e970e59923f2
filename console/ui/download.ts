/** Hands the owner a file. @param parts one after the other they are the file: it may be longer than a string can be. */
export function download(name: string, type: string, parts: string[]): void {
  const address = URL.createObjectURL(new Blob(parts, { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has taken the address up by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

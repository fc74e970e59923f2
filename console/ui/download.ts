/** Offers the owner a file. @param parts joined in order they are the file, which may be longer than a string can be. */
export function download(name: string, type: string, parts: string[]): void {
  const address = URL.createObjectURL(new Blob(parts, { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // By then the browser has read the address.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

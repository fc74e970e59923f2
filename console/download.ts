/** Gives the owner a file, as if it had come from the Worker. */
export function download(name: string, type: string, text: string): void {
  // A mark of the byte order: without it Excel takes UTF-8 for something else.
  const address = URL.createObjectURL(new Blob([type === 'text/csv' ? '\uFEFF' : '', text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

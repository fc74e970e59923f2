/**
 * Something fetched when it is first needed: `undefined` until it has loaded, then `onCome` is called. If loading fails, this
 * does not try again; the next answer does.
 */
export function late<Part>(fetch: () => Promise<Part>, onCome: () => void): () => Part | undefined {
  let isAsked = false
  let part: Part | undefined
  return () => {
    if (!isAsked) {
      isAsked = true
      fetch().then(
        (come) => {
          part = come
          onCome()
        },
        // The text that needs it is shown as it is written.
        () => {},
      )
    }
    return part
  }
}

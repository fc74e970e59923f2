/**
 * What is fetched when it is first needed: nothing until it has come. Then `onCome` is told. Where it does not come, it is not asked
 * for again: the next answer does that.
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
        // What needs it is shown as it is written.
        () => {},
      )
    }
    return part
  }
}

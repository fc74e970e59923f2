/** The result of `make`, created at the first call and then kept: unused values add nothing to the start. */
export function once<Made extends object>(make: () => Made): () => Made {
  let made: Made | undefined
  return () => (made ??= make())
}

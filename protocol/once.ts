/** What `make` makes, made when it is first asked for and then kept: what nobody asks for costs no start anything. */
export function once<Made extends object>(make: () => Made): () => Made {
  let made: Made | undefined
  return () => (made ??= make())
}

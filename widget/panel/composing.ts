/**
 * Whether the key belongs to an input method: its Enter chooses a word, its Escape takes one back. Safari says so of the last
 * key only with 229, after the composition.
 */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229

/**
 * Whether the key belongs to an input method: Enter chooses a word, Escape cancels one. For the last key, which comes after
 * the composition, Safari only reports the key code 229.
 */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229

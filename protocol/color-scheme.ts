/** The colours a chat can have. In a file of its own: the page's loader needs it, and not the schema of all settings. */

/** `auto` follows the visitor's system. */
export const COLOR_SCHEMES = ['auto', 'light', 'dark'] as const
export type ColorScheme = (typeof COLOR_SCHEMES)[number]

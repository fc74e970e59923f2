/** The colours a chat can have. A separate file, because the page's loader needs it without the schema of all settings. */

/** `auto` follows the visitor's system. */
export const COLOR_SCHEMES = ['auto', 'light', 'dark'] as const
export type ColorScheme = (typeof COLOR_SCHEMES)[number]

/** What goes along of a page, in UTF-16 code units: longer texts are cut there. */
export const PAGE_TITLE_CHARACTERS = 200
export const PAGE_URL_CHARACTERS = 500
export const PAGE_SELECTION_CHARACTERS = 1000
export const PAGE_VARIABLE_CHARACTERS = 200
/** More than these are not looked at. */
export const PAGE_VARIABLES = 20

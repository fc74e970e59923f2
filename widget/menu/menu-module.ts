/** Fetched when the menu is opened. */
export { default as css } from './menu.css'
export { MenuContent } from './menu.tsx'

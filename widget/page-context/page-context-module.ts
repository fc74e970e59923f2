/** Fetched with the turns, if the site has `pageContext` on. */
export { default as css } from './page-context.css'
export { PageNote as Part } from './page-note.tsx'

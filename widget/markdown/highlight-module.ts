/** Fetched with the first code block. */
export { default as css } from './highlight.css'
export { highlight } from './highlight.ts'

/** What is fetched with the first block of code. */
export { default as css } from './highlight.css'
export { highlight } from './highlight.ts'

/** Fetched with the first formula. */
export { default as css } from './mathml.css'
export { readFormula } from './mathml.ts'

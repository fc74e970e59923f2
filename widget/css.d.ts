declare module '*.css' {
  /** The minified text, for a constructed style sheet. */
  const text: string
  export default text
}

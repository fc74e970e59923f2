export interface StyleSheets {
  add(text: string): void
  /** The same root may have another chat by now: only these sheets are removed. */
  remove(): void
}

/** Style sheets to add to this root. */
export function styleSheetsOn(root: ShadowRoot): StyleSheets {
  const own: CSSStyleSheet[] = []
  return {
    add(text) {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(text)
      own.push(sheet)
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
    },
    remove() {
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => !own.includes(sheet))
    },
  }
}

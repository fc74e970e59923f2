/** Placeholders in a persona's instructions that the visitor's page fills in: `{{page.title}}`, `{{plan}}`. */

const MARK = /\{\{\s*([a-z][\w.]*)\s*\}\}/gi
/** What every page has, and what its tag may say about a signed-in visitor. */
const BUILT_IN: ReadonlySet<string> = new Set(['page.title', 'page.url', 'visitor.name'])

/** `orderCount`, `order-count` and `ordercount` are the same: HTML does not keep the case of an attribute's name. */
export const variableName = (written: string): string => written.toLowerCase().replace(/[-_]/g, '')

/** Whether a placeholder can ever have a value: a built-in name, or one that an owner's page may set. */
export const isKnownMark = (name: string): boolean => BUILT_IN.has(name) || /^[a-z][a-z0-9]{0,39}$/.test(name)

/** The names, each once, in order. Text in double braces that is not a name is not a placeholder. */
export const marksIn = (text: string): string[] => [
  ...new Set(Array.from(text.matchAll(MARK), ([, name = '']) => variableName(name))),
]

/** Fills all placeholders in one pass: values are not searched for placeholders. */
export const fillMarks = (text: string, valueOf: (name: string) => string): string =>
  text.replace(MARK, (_mark, name: string) => valueOf(variableName(name)))

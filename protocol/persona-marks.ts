/** Places in a persona's instructions that the visitor's page fills in: `{{page.title}}`, `{{plan}}`. */

const MARK = /\{\{\s*([a-z][\w.]*)\s*\}\}/gi
/** What every page has, and what its tag may say of who is signed in. */
const BUILT_IN: ReadonlySet<string> = new Set(['page.title', 'page.url', 'visitor.name'])

/** `orderCount`, `order-count` and `ordercount` are one: HTML does not keep the case of an attribute's name. */
export const variableName = (written: string): string => written.toLowerCase().replace(/[-_]/g, '')

/** Whether anything can ever stand there: a name of ours, or one that an owner's page may give. */
export const isKnownMark = (name: string): boolean => BUILT_IN.has(name) || /^[a-z][a-z0-9]{0,39}$/.test(name)

/** The names, each once, in the order they come. What is in double braces and is no name is no mark. */
export const marksIn = (text: string): string[] => [
  ...new Set(Array.from(text.matchAll(MARK), ([, name = '']) => variableName(name))),
]

/** All places at once: what a value says is not looked at again. */
export const fillMarks = (text: string, valueOf: (name: string) => string): string =>
  text.replace(MARK, (_mark, name: string) => valueOf(variableName(name)))

/** Elements that shadow the properties of the document and of the window that scripts read. */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

const WIDGET = path.join(import.meta.dirname, '../../../widget')
const SOURCE = globSync('**/*.{ts,tsx}', { cwd: WIDGET })
  .map((file) => readFileSync(path.join(WIDGET, file), 'utf8'))
  .join('\n')
/** What Preact reads of the document. */
const PREACT = ['createElementNS', 'createTextNode']
/** Everything the widget reads from the document, and globals set by others. */
export const NAMES = [
  ...new Set([...PREACT, ...[...SOURCE.matchAll(/\bof(?:Page|Window)\('(\w+)'\)/g)].map(([, name = '']) => name)]),
]

export const EVIL = 'http://evil.example'
/** Each of these makes its name a property of the document or of the window, in one browser or another. */
export const ELEMENTS: Readonly<Record<string, (name: string) => string>> = {
  img: (name) =>
    `<img name="${name}" id="${name}" alt="" src="${EVIL}/inglenook.js" data-site="demo" data-open data-api="${EVIL}">`,
  form: (name) => `<form name="${name}" id="${name}"><input name="q"><input name="chats"></form>`,
  embed: (name) => `<embed name="${name}" src="${EVIL}/inglenook.js" data-site="demo" data-open>`,
}

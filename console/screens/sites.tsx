import { shell } from '../words/shell.ts'

export function Sites() {
  return <h1>{shell.value.sites}</h1>
}

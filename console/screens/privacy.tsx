import { shell } from '../words/shell.ts'

export function Privacy(_props: { site: string; rest: string }) {
  return <h1>{shell.value.privacy}</h1>
}

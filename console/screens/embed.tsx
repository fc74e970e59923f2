import { shell } from '../words/shell.ts'

export function Embed(_props: { site: string; rest: string }) {
  return <h1>{shell.value.embed}</h1>
}

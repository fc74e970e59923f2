import { shell } from '../words/shell.ts'

export function Usage(_props: { site: string; rest: string }) {
  return <h1>{shell.value.usage}</h1>
}

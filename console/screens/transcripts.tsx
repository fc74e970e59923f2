import { shell } from '../words/shell.ts'

export function Transcripts(_props: { site: string; rest: string }) {
  return <h1>{shell.value.transcripts}</h1>
}

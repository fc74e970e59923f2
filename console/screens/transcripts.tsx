import { transcriptsWords } from '../words/transcripts.ts'

export function Transcripts(_props: { site: string; rest: string }) {
  return <h1>{transcriptsWords.value.title}</h1>
}

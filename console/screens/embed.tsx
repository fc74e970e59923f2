import { embedWords } from '../words/embed.ts'

export function Embed(_props: { site: string; rest: string }) {
  return <h1>{embedWords.value.title}</h1>
}

import { usageWords } from '../words/usage.ts'

export function Usage(_props: { site: string; rest: string }) {
  return <h1>{usageWords.value.title}</h1>
}

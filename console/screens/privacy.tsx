import { privacyWords } from '../words/privacy.ts'

export function Privacy(_props: { site: string; rest: string }) {
  return <h1>{privacyWords.value.title}</h1>
}

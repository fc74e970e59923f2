import { sitesWords } from '../words/sites.ts'

export function Sites() {
  return <h1>{sitesWords.value.title}</h1>
}

import { personaWords } from '../words/persona.ts'

export function Persona(_props: { site: string; rest: string }) {
  return <h1>{personaWords.value.title}</h1>
}

import { shell } from '../words/shell.ts'

export function Persona(_props: { site: string; rest: string }) {
  return <h1>{shell.value.persona}</h1>
}

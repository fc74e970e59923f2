import { inBoth } from './language.ts'

export const personaWords = inBoth({ title: 'Persona' }, { title: '人设' })

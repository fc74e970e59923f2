import { inBoth } from './language.ts'

export const usageWords = inBoth({ title: 'Usage' }, { title: '用量' })

import { inBoth } from './language.ts'

export const privacyWords = inBoth({ title: 'Privacy' }, { title: '隐私' })

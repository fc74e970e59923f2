import { inBoth } from './language.ts'

export const embedWords = inBoth({ title: 'Embed' }, { title: '嵌入' })

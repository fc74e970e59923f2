import { inBoth } from './language.ts'

export const transcriptsWords = inBoth({ title: 'Transcripts' }, { title: '对话记录' })

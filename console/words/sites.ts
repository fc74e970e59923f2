import { inBoth } from './language.ts'

export const sitesWords = inBoth({ title: 'Sites' }, { title: '站点' })

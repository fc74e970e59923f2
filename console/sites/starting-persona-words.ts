import type { StartingPersona } from './starting-personas.ts'
import { translated } from '../words/language.ts'

interface Offer {
  name: string
  about: string
}

export const startingWords = translated<Record<StartingPersona, Offer>>(
  {
    shop: { name: 'Shop help', about: 'Helps visitors choose, explains delivery and returns, makes no promises.' },
    docs: { name: 'Documentation guide', about: 'Explains your product step by step and invents no options.' },
    restaurant: { name: 'Restaurant', about: 'A warm host: menu, opening hours, reservations.' },
    baixiaosheng: { name: '百晓生', about: 'Knows everything under heaven, and answers in Chinese.' },
    empty: { name: 'Empty', about: 'No instructions yet: you write them.' },
  },
  {
    shop: { name: '网店客服', about: '帮忙挑选，解答配送和退换货，不乱承诺。' },
    docs: { name: '文档向导', about: '一步步带读者用好你的产品，不编造选项。' },
    restaurant: { name: '餐厅', about: '热情的掌柜：菜单、营业时间、怎么订位。' },
    baixiaosheng: { name: '百晓生', about: '上知天文，下知地理。' },
    empty: { name: '空白', about: '还没有指令，由你来写。' },
  },
)

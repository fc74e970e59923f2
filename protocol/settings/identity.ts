/** Who the assistant is. */
import * as v from 'valibot'
import { settingsIn, text } from './setting.ts'

const { setting } = settingsIn('who')

/** Visitors' browsers see these. */
export const shown = () => ({
  name: setting({
    schema: v.pipe(text(60), v.minLength(1)),
    title: 'Name',
    help: 'The assistant’s name.',
    initial: '百晓生',
  }),
  avatar: setting({
    // An emoji may have many code points: a family is 11 UTF-16 code units.
    schema: v.pipe(text(64), v.maxGraphemes(2)),
    title: 'Avatar',
    help: 'One or two characters, or an emoji.',
    initial: '',
  }),
})

/** These never leave the Worker, except to the provider. */
export const kept = () => ({
  instructions: setting({
    schema: text(8000),
    title: 'Instructions',
    help: 'The system message: who the assistant is. Visitors do not see it, but they can get a model to repeat it, so put no secrets here. With page context on, the page fills in {{page.title}}, {{page.url}}, {{visitor.name}} and your own names ({{plan}}). They are quoted, and keep the values from the first question of a conversation.',
    initial: '你是一个上知天文下知地理的百晓生',
  }),
})

/** What a visitor sees first. */
import * as v from 'valibot'
import { settingsIn, text } from './setting.ts'

const { setting } = settingsIn('first')

/** Visitors' browsers see these. */
export const shown = () => ({
  greeting: setting({
    schema: text(1000),
    title: 'Greeting',
    help: 'Shown before the first question; never sent to the model.',
    initial: '你好，我是百晓生。上知天文，下知地理，想问什么都可以。',
  }),
  starterPrompts: setting({
    schema: v.pipe(v.array(v.pipe(text(120), v.minLength(1))), v.maxLength(6)),
    title: 'Starter prompts',
    help: 'Questions that a visitor can ask with one click.',
    initial: ['中国首都在哪里', '怎么把你放到我的网站上？', 'What is Inglenook?'],
  }),
  placeholder: setting({
    schema: text(120),
    title: 'Placeholder',
    help: 'Shown in the empty text field instead of the default text.',
    initial: '',
  }),
  disclaimer: setting({ schema: text(300), title: 'Disclaimer', help: 'A line below the text field.', initial: '' }),
  locale: setting({
    schema: text(20),
    title: 'Language',
    help: 'A BCP 47 tag. Empty: the page’s language, otherwise the browser’s.',
    initial: '',
  }),
})

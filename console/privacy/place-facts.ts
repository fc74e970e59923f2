/** What the settings of a site add to the places where a visitor's data is stored. A setting that adds something has its entry here. */
import type { ReadonlySignal } from '@preact/signals'
import type { Settings } from '../../protocol/site.ts'
import { translated } from '../words/language.ts'
import type { PlaceName } from './place-words.ts'

type Sentence = string | ((settings: Settings) => string)
type Sentences = { readonly [Place in PlaceName]?: Sentence }

interface Fact {
  applies(settings: Settings): boolean
  sentences: ReadonlySignal<Sentences>
}

/** The sentences for this place, in the order of the settings below. */
export const factsAt = (place: PlaceName, settings: Settings): string[] =>
  FACTS.filter(({ applies }) => applies(settings)).flatMap(({ sentences }) => {
    const sentence = sentences.value[place]
    if (sentence === undefined) return []
    return typeof sentence === 'string' ? sentence : sentence(settings)
  })

const fact = <Said extends Sentences>(
  applies: Fact['applies'],
  en: Said,
  zh: { [place in keyof Said]: Sentence },
): Fact => ({ applies, sentences: translated<Sentences>(en, zh) })

const FACTS: readonly Fact[] = [
  fact(
    ({ pageContext }) => pageContext === 'on',
    {
      session:
        'Also the title, address and selected text of the page with each question, and the values that your tag sets: page context is on for this site.',
      provider: 'It also gets the page with each question: page context is on.',
    },
    {
      session: '每次提问还会保存所在网页的标题、地址、选中的文字，以及你的标签给出的值：本站点开启了页面上下文。',
      provider: '提问时还有网页信息：页面上下文已开启。',
    },
  ),
  fact(
    ({ summary }) => summary === 'on',
    { session: 'Also notes that the model writes about long conversations: the summary is on for this site.' },
    { session: '还有模型为长对话所写的笔记：本站点开启了摘要。' },
  ),
  fact(
    ({ imageHosts }) => imageHosts.length > 0,
    {
      browser: ({ imageHosts }) =>
        `Images in answers are loaded from ${imageHosts.join(', ')}, which then see the visitor’s address.`,
    },
    { browser: ({ imageHosts }) => `回答中的图片会从 ${imageHosts.join(', ')} 加载，这些主机能看到访客的地址。` },
  ),
  fact(
    ({ botCheck }) => botCheck !== 'off',
    {
      browser:
        'Before a session starts, Cloudflare Turnstile examines the browser and sees the visitor’s address: the bot check is on.',
    },
    { browser: '会话开始之前，Cloudflare Turnstile 会检查浏览器并看到访客的地址：本站点开启了人机验证。' },
  ),
  fact(
    ({ identity }) => identity !== 'off',
    {
      browser:
        'If your server vouches for a visitor, nothing is kept in the browser. The site’s ledger keeps a digest of who it is, with the ids of their conversations, as long as these are kept.',
    },
    {
      browser:
        '由你的服务器证明身份的人，浏览器里什么都不存。站点的账本在其对话编号旁存有身份的摘要，与对话保存同样长的时间。',
    },
  ),
  fact(
    ({ maskPersonalData }) => maskPersonalData === 'on',
    {
      provider:
        'It does not get e-mail addresses, phone numbers and card numbers that can be recognised: they are replaced first.',
    },
    { provider: '收不到能识别出的电子邮件地址、电话号码和卡号：它们事先已被替换。' },
  ),
]

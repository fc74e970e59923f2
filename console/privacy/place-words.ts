/** The places where a visitor's data is stored, one by one. */
import { translated } from '../words/language.ts'

/** In the order in which they are shown. */
export const PLACES = ['session', 'copy', 'index', 'sums', 'log', 'browser', 'provider'] as const
export type PlaceName = (typeof PLACES)[number]

export interface StoredAt {
  name: string
  what: string
  until: string
}

export const privacyPlaces = translated(
  {
    session: {
      name: 'The conversation',
      what: 'Questions, answers, times, and ratings with their comments. Each conversation has its own storage (a Durable Object at Cloudflare).',
      until: 'Until its retention period ends or it is erased',
    },
    copy: {
      name: 'The copy for reading',
      what: 'The same conversation, with the cost of each answer. You read it under Transcripts (KV at Cloudflare, written when the chat pauses).',
      until: 'Until its retention period ends or it is erased',
    },
    index: {
      name: 'Search entries',
      what: 'The words of its turns, so that you can search transcripts (the site’s ledger, a Durable Object).',
      until: 'Until its retention period ends or it is erased',
    },
    sums: {
      name: 'Totals by day',
      what: 'The number of turns, tokens and ratings, and their cost. No text, and nothing that identifies a person.',
      until: 'As long as you run this Worker',
    },
    log: {
      name: 'The Worker’s log',
      what: 'A line for each turn and each failure: site, session id, sizes, codes. Never any text that someone wrote.',
      until: 'Until Cloudflare removes it, as configured in your account',
    },
    browser: {
      name: 'The visitor’s browser',
      what: 'Nothing until they ask or write something. Then, in localStorage of your page: the key to each of their conversations, its first words, and questions that could not be sent yet. In sessionStorage, until the tab is closed: whether the chat is open, and the text in its input field. If your page names its visitors (identify), that name is part of the entry’s name.',
      until: 'Until the visitor erases the conversation or clears the browser',
    },
    provider: {
      name: 'The model’s provider',
      what: 'Gets your instructions, the question and as much of the conversation as fits. It does not get the session’s id or the visitor’s address.',
      until: 'As long as its terms say: ask the provider, and name it in your privacy notice',
    },
    asks: (first: string) => `Here: ${first}.`,
    orElse: (others: string) => `If it fails: ${others}.`,
  },
  {
    session: {
      name: '对话本身',
      what: '提问、回答、评价及留言、时间。每段对话各有自己的存储（Cloudflare 的 Durable Object）。',
      until: '到保存期限结束或被清除为止',
    },
    copy: {
      name: '供阅读的副本',
      what: '同一段对话，以及每个回答的花费：即“对话记录”里看到的内容（Cloudflare KV，聊天暂停时写入）。',
      until: '到保存期限结束或被清除为止',
    },
    index: {
      name: '检索用的内容',
      what: '对话中的词语，供你搜索对话记录（站点的账本，一个 Durable Object）。',
      until: '到保存期限结束或被清除为止',
    },
    sums: {
      name: '按天的汇总',
      what: '轮次、令牌和评价的数量及花费。不含文字，也无法追溯到个人。',
      until: '只要你还在运行这个 Worker',
    },
    log: {
      name: 'Worker 的日志',
      what: '每一轮和每次失败各一行：站点、会话编号、大小、代码。绝没有任何人写的文字。',
      until: '到 Cloudflare 按你账户的设置删除为止',
    },
    browser: {
      name: '访客的浏览器',
      what: '访客提问或输入之前什么都不存。之后在你网页的 localStorage 里存：各段对话的凭证、对话的开头，以及还没发出的提问；在 sessionStorage 里存（关闭标签页即清除）：聊天窗口是否打开，以及输入框里的文字。如果网页用 identify 标明访客，条目名中会包含那个名字。',
      until: '到访客清除对话或清理浏览器为止',
    },
    provider: {
      name: '模型提供商',
      what: '收到你的指令、提问，以及放得下的对话内容；不会收到会话编号和访客的地址。',
      until: '以它自己的条款为准：请向它了解，并写进你的隐私声明',
    },
    asks: (first) => `本站点使用：${first}。`,
    orElse: (others) => `它出故障时：${others}。`,
  },
)

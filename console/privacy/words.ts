/** What an owner can tell visitors about stored data. Every sentence describes this Worker and widget: change them together. */
import { translated } from '../words/language.ts'

export const privacyWords = translated(
  {
    title: 'Privacy',
    lead: 'What this site keeps about its visitors, where, and for how long; and what to do when a visitor asks.',
    retention: 'How long conversations are kept',
    days: (days: number, shown: string) => (days === 1 ? '1 day' : `${shown} days`),
    retentionHelp:
      'Counted from the last question or rating of a conversation. The conversation is then deleted automatically, with its copy and its search entries.',
    retentionChange: 'Change it in the persona',
    retentionLater:
      'A change applies when you publish it. Conversations that nobody continues keep the retention that applied when they were last used.',
    retentionDraft: (shown: string) => `Your draft says ${shown}, which applies when you publish it.`,
    stored: 'What is kept, and where',
    never: 'Never kept',
    neverLines: [
      'IP addresses of visitors. If limits count visitors, a digest of the day and the address is kept until the day is over. Cloudflare, which carries every request, sees the address as any host does',
      'cookies: the chat sets none, and reads none of yours',
      'names, accounts, devices or browsers of visitors, unless they write about them or your page names them',
      'text in the log: it has only ids, sizes and codes',
    ],
    own: 'Visitors can download and erase their conversations themselves, in the menu of the chat.',
  },
  {
    title: '隐私',
    lead: '本站点保存访客的哪些内容、存在哪里、保存多久；以及访客提出请求时该怎么做。',
    retention: '对话保存多久',
    days: (_days, shown) => `${shown} 天`,
    retentionHelp: '从一段对话最后一次提问或评价算起。到期后，对话连同副本和检索所用的内容会自动删除。',
    retentionChange: '在人设里修改',
    retentionLater: '修改在发布后生效。没有继续的对话，仍按最后使用时的天数保存。',
    retentionDraft: (shown) => `草稿里写的是 ${shown}，发布后生效。`,
    stored: '保存什么，存在哪里',
    never: '从不保存',
    neverLines: [
      '访客的 IP 地址。若限额按访客计算，会保存日期与地址的摘要，到当天结束为止。Cloudflare 转送每个请求，和任何主机商一样看得到',
      'Cookie：聊天不设置 Cookie，也不读取你网站的 Cookie',
      '访客的姓名、账号、设备或浏览器，除非他们自己写进对话，或由你的网页提供',
      '日志里的文字：日志只有编号、大小和代码',
    ],
    own: '访客可以在聊天的菜单里自行下载和清除自己的对话。',
  },
)

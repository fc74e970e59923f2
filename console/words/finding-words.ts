/** What “Check my embed” found: one sentence each, and one that says what to do. */
import type { Finding, FindingReason } from '../../protocol/schemas/finding.ts'
import { translated } from './language.ts'
import { pageReasons } from './page-findings.ts'
import { setupReasons } from './setup-findings.ts'
import type { Told } from './told.ts'

interface FindingWords {
  about: Record<Finding['about'], string>
  states: Record<Finding['state'], string>
  well: Record<Finding['about'], string>
  reasons: Record<FindingReason, Told>
}

export const findingWords = translated<FindingWords>(
  {
    about: {
      page: 'Page',
      tag: 'Tag',
      origin: 'Allowed origin',
      csp: 'Security policy (CSP)',
      upstream: 'Provider',
      key: 'Provider’s key',
      model: 'Model',
      quota: 'Quota',
      clock: 'Clock',
      price: 'Price',
      instructions: 'Instructions',
      paused: 'Open for questions',
      bots: 'Bot check',
      identity: 'Identity proof',
    },
    states: { well: 'OK', wrong: 'Needs attention', unknown: 'Unclear' },
    well: {
      page: 'The page can be reached.',
      tag: 'The tag is there, for this site.',
      origin: 'The chat may appear here.',
      csp: 'Nothing on the page blocks the chat.',
      upstream: 'Your Worker has the provider that is named in the settings.',
      key: 'Your provider accepts the key.',
      model: 'Your provider has the model and accepts its settings.',
      quota: 'Your provider would answer now.',
      clock: 'The Worker’s clock and your provider’s agree.',
      price: 'The price of the model is known, so a limit on spending works.',
      instructions: 'The instructions have no lines left to fill in.',
      paused: 'The site is not paused.',
      bots: 'The bot check has a site key and its secret.',
      identity: 'Your Worker has a key for proofs of identity.',
    },
    reasons: {
      ...pageReasons.en,
      ...setupReasons.en,
    },
  },
  {
    about: {
      page: '页面',
      tag: '代码',
      origin: '允许的来源',
      csp: '安全策略（CSP）',
      upstream: '服务商',
      key: '服务商密钥',
      model: '模型',
      quota: '额度',
      clock: '时钟',
      price: '价格',
      instructions: '指令',
      paused: '是否开放提问',
      bots: '人机验证',
      identity: '身份证明',
    },
    states: { well: '正常', wrong: '需要处理', unknown: '不确定' },
    well: {
      page: '页面可以访问。',
      tag: '页面上有本站点的代码。',
      origin: '聊天可以出现在这里。',
      csp: '页面没有阻止聊天。',
      upstream: '设置里写的服务商在你的 Worker 里。',
      key: '服务商接受密钥。',
      model: '服务商有这个模型，也接受它的设置。',
      quota: '服务商现在可以回答。',
      clock: 'Worker 与服务商的时钟一致。',
      price: '模型的价格已知，花费上限可以生效。',
      instructions: '指令里没有等你填写的行。',
      paused: '站点没有暂停。',
      bots: '人机验证已有站点密钥和对应的私钥。',
      identity: 'Worker 里有验证身份证明的密钥。',
    },
    reasons: {
      ...pageReasons.zh,
      ...setupReasons.zh,
    },
  },
)

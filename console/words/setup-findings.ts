/** What can be wrong with the settings, the provider or the Worker’s secrets. */
import type { FindingReason } from '../../protocol/schemas/finding.ts'
import { told, type Told } from './told.ts'

const minutes = (seconds: string): number => Math.round(Math.abs(Number(seconds)) / 60)

const en = {
  upstream_unknown: told(
    (name) => `Your Worker has no provider called “${name}”: no question gets an answer.`,
    'Choose one from the field “Upstream”, or leave the field empty to use the first one.',
  ),
  price_unknown: told(
    (whose) => `Spending is limited, but the price of this model is unknown (${whose}): no question gets an answer.`,
    'Write the price where the provider is set up (OPENAI_PRICES or PROVIDERS), limit tokens instead, or set both spending limits to 0.',
  ),
  notes_price_unknown: told(
    (whose) =>
      `Spending is limited, but the price of the summary model is unknown (${whose}): no summaries are written.`,
    'Write its price where the provider is set up (OPENAI_PRICES or PROVIDERS), or choose another summary model.',
  ),
  lines_to_fill: told(
    (line) => `The instructions still have lines for you to fill in: “${line}”`,
    'Fill them in or delete them. The model reads them as they are.',
  ),
  providers_wrong: told(
    (where) => `The settings of the provider are wrong${where && `: ${where}`}.`,
    'Correct the variable PROVIDERS or OPENAI_BASE_URL of your Worker, or choose another provider in the persona.',
  ),
  key_missing: told(
    (provider) => `The key of the provider “${provider}” is not set.`,
    'Set it: npx wrangler secret put OPENAI_API_KEY, or the secret that PROVIDERS names. On your machine it is in .dev.vars.',
  ),
  key_refused: told(
    (provider) => `The provider “${provider}” refuses the key.`,
    'Create a new key there and set it as the secret OPENAI_API_KEY, or as the one that PROVIDERS names.',
  ),
  provider_unreachable: told(
    (provider) => `The provider “${provider}” does not answer properly.`,
    'Try again in a moment. Check its status page and OPENAI_BASE_URL.',
  ),
  provider_slow: told((provider) => `The provider “${provider}” did not answer in time.`, 'Try again in a moment.'),
  not_an_api: told(
    (provider) => `The address of the provider “${provider}” does not support Chat Completions.`,
    'Check OPENAI_BASE_URL or PROVIDERS: the address usually ends in /v1.',
  ),
  not_known_yet: told('This cannot be checked until the other problems are fixed.'),
  model_unknown: told(
    (model) => `The provider does not know the model “${model}”.`,
    'Choose another model in the persona.',
  ),
  request_refused: told(
    (model) => `The provider refuses the settings for the model “${model}”.`,
    'Unset temperature and similar settings in the persona: not every model accepts them.',
  ),
  no_credit: told((provider) => `Your account at the provider “${provider}” has no credit left.`, 'Add credit there.'),
  quota_used: told(
    (provider) => `The quota of your account at the provider “${provider}” is used up.`,
    'Add credit there, or raise its limit.',
  ),
  rate_limited: told(
    (provider) => `The provider “${provider}” accepts no more questions at the moment.`,
    'Try again in a minute. If it keeps happening, ask the provider for a higher limit.',
  ),
  no_date: told('The provider does not send the time, so the clocks could not be compared.'),
  clock_off: told(
    (seconds) =>
      `The Worker’s clock is ${minutes(seconds)} minutes ${Number(seconds) > 0 ? 'ahead of' : 'behind'} your provider’s.`,
    'Set the clock of the machine that runs the Worker. Otherwise visitors’ sessions may end too early.',
  ),
  paused: told('The site is paused, so nobody can ask questions.', 'Resume it in the list of sites.'),
  bots_site_key: told(
    'The bot check is on but has no site key: nobody gets in.',
    'Enter the site key of your Turnstile widget in the persona, or turn the check off.',
  ),
  identity_key: told(
    'Your Worker has no key for this site’s proofs of identity, or the key is too short: no proof is accepted.',
    'Set it: npx wrangler secret put IDENTITY_KEYS, with <site>:<32 bytes or more as base64url>. On your machine it is in .dev.vars.',
  ),
  bots_secret: told(
    'The bot check is on, but your Worker has no secret for its site key: nobody gets in.',
    'Set it: npx wrangler secret put TURNSTILE_SECRETS, with <site key>:<secret>. On your machine it is in .dev.vars.',
  ),
} satisfies Partial<Record<FindingReason, Told>>

const zh: Record<keyof typeof en, Told> = {
  upstream_unknown: told(
    (name) => `你的 Worker 没有名为“${name}”的服务商：任何问题都得不到回答。`,
    '请从“上游”一栏给出的名称中选择，或留空使用第一个。',
  ),
  price_unknown: told(
    (whose) => `设置了花费上限，但不知道这个模型的价格（${whose}）：任何问题都得不到回答。`,
    '请在配置服务商的地方写上价格（OPENAI_PRICES 或 PROVIDERS），改为限制 token 数，或把两个花费上限都设为 0。',
  ),
  notes_price_unknown: told(
    (whose) => `设置了花费上限，但不知道摘要模型的价格（${whose}）：不会写摘要。`,
    '请在配置服务商的地方写上它的价格（OPENAI_PRICES 或 PROVIDERS），或另选摘要模型。',
  ),
  lines_to_fill: told((line) => `指令里还有等你填写的行：“${line}”`, '请填好，或删掉这些行。模型会原样读到它们。'),
  providers_wrong: told(
    (where) => `服务商的设置有误${where && `：${where}`}。`,
    '请修正 Worker 的变量 PROVIDERS 或 OPENAI_BASE_URL，或在人设里另选服务商。',
  ),
  key_missing: told(
    (provider) => `没有设置服务商“${provider}”的密钥。`,
    '请设置：npx wrangler secret put OPENAI_API_KEY，或 PROVIDERS 指定的密钥。在本机，它写在 .dev.vars 里。',
  ),
  key_refused: told(
    (provider) => `服务商“${provider}”拒绝了密钥。`,
    '请在那里新建密钥，并设为密钥 OPENAI_API_KEY，或 PROVIDERS 指定的那一个。',
  ),
  provider_unreachable: told(
    (provider) => `服务商“${provider}”没有正常回应。`,
    '请稍后再试，并查看它的状态页和 OPENAI_BASE_URL。',
  ),
  provider_slow: told((provider) => `服务商“${provider}”没有及时回应。`, '请稍后再试。'),
  not_an_api: told(
    (provider) => `服务商“${provider}”的地址不支持 Chat Completions。`,
    '请检查 OPENAI_BASE_URL 或 PROVIDERS：地址要写到 /v1 为止。',
  ),
  not_known_yet: told('其他问题解决之后才能知道。'),
  model_unknown: told((model) => `服务商没有模型“${model}”。`, '请在人设里换一个模型。'),
  request_refused: told(
    (model) => `服务商不接受模型“${model}”的设置。`,
    '请在人设里去掉 temperature 等设置：并非每个模型都接受。',
  ),
  no_credit: told((provider) => `你在服务商“${provider}”的账户没有余额了。`, '请前往充值。'),
  quota_used: told((provider) => `你在服务商“${provider}”的额度已用完。`, '请前往充值，或提高上限。'),
  rate_limited: told(
    (provider) => `服务商“${provider}”暂时不接受更多问题。`,
    '请一分钟后再试；如果一直这样，请向服务商申请更高的上限。',
  ),
  no_date: told('服务商没有给出时间，无法比较时钟。'),
  clock_off: told(
    (seconds) => `Worker 的时钟比服务商${Number(seconds) > 0 ? '快' : '慢'} ${minutes(seconds)} 分钟。`,
    '请校准运行 Worker 的机器的时钟：访客的会话可能提前结束。',
  ),
  paused: told('站点已暂停：没有人可以提问。', '请在站点列表中恢复。'),
  bots_site_key: told(
    '开启了人机验证却没有站点密钥：谁也进不来。',
    '请在人设里填写 Turnstile 小组件的站点密钥，或关闭验证。',
  ),
  identity_key: told(
    'Worker 里没有本站点的身份证明密钥，或者密钥太短：任何证明都不会被接受。',
    '请设置：npx wrangler secret put IDENTITY_KEYS，写作 <站点>:<32 字节以上的 base64url>。在本机，它写在 .dev.vars 里。',
  ),
  bots_secret: told(
    '开启了人机验证，而 Worker 里没有这个站点密钥的私钥：谁也进不来。',
    '请设置：npx wrangler secret put TURNSTILE_SECRETS，写作 <站点密钥>:<私钥>。在本机，它写在 .dev.vars 里。',
  ),
}

export const setupReasons = { en, zh }

/** What “Check my embed” found: one sentence each, and one that says what to do. */
import type { Finding, FindingReason } from '../../protocol/schemas/finding.ts'
import { translated } from './language.ts'

interface Told {
  says: (detail: string) => string
  /** Empty if there is nothing to do. */
  todo: string
}

interface FindingWords {
  about: Record<Finding['about'], string>
  states: Record<Finding['state'], string>
  well: Record<Finding['about'], string>
  reasons: Record<FindingReason, Told>
}

const told = (says: string | ((detail: string) => string), todo = ''): Told => ({
  says: typeof says === 'string' ? () => says : says,
  todo,
})

const minutes = (seconds: string): number => Math.round(Math.abs(Number(seconds)) / 60)

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
      address_refused: told(
        'This is not the address of a public web page.',
        'Enter it as your visitors see it: https://shop.example/. A page in a private network can check itself: open it with the link below.',
      ),
      redirect_refused: told(
        (to) => `The page redirects to ${to}, which is not a public web page.`,
        'Give the address where a visitor ends up.',
      ),
      too_many_redirects: told('The page redirects more than five times.', 'Give the address where a visitor ends up.'),
      page_unreachable: told(
        (origin) => `Nothing answers at ${origin}.`,
        'Check the address for typing errors. If the page opens in your browser, open it with the link below.',
      ),
      page_slow: told('The page did not load within five seconds.', 'Try again in a moment.'),
      page_status: told(
        (status) => `The page returns an error: status ${status}.`,
        'Open it in your browser and check the address.',
      ),
      page_guarded: told(
        (status) => `The page refuses programs (status ${status}): it has a password, or a protection against bots.`,
        'Open this page with the link below, or check a page that anyone can see.',
      ),
      not_html: told(
        (type) => `This address does not return a web page${type && `, but ${type}`}.`,
        'Enter the address of a page.',
      ),
      page_unread: told('This could not be checked without the page.'),
      page_too_deep: told(
        'The page cannot be read from here: its elements are nested too deeply.',
        'Open the page with the link below. The check then runs in your browser.',
      ),
      tag_missing: told(
        'The tag is not on this page.',
        'Paste it as in step 1, publish your website, and empty its cache. If your app adds the chat itself (React, Vue), nothing is wrong.',
      ),
      tag_by_manager: told(
        'The tag is not in the page itself; Google Tag Manager may add it.',
        'If you embedded it there, open the page with the link below.',
      ),
      tag_too_far: told('The page is so long that its end was not read.', 'Move the tag further up, into the head.'),
      tag_elsewhere: told(
        (origin) => `The tag loads the chat from ${origin}, not from the address of this console.`,
        'If that is another address of the same Worker, nothing is wrong. Otherwise paste the tag from this page.',
      ),
      tag_no_site: told('The tag does not say which site it is for.', 'Paste the whole tag, with data-site.'),
      tag_other_site: told(
        (site) => `The tag on this page is for another site: ${site}.`,
        'Paste the tag of this site, or check the other site.',
      ),
      tag_not_async: told('The page waits for the tag before it continues loading.', 'Add the word async to the tag.'),
      tag_held_back: told(
        'Something blocks the tag: its type has been changed.',
        'Consent tools and script optimizers do this. Exclude the tag there, or give your consent on the page and open it with the link below.',
      ),
      tag_old: told(
        'The tag is pinned to a version that your Worker no longer has.',
        'Copy the pinned tag of step 1 again.',
      ),
      tag_integrity: told(
        'The tag’s integrity belongs to another version: browsers refuse to run it.',
        'Copy the pinned tag of step 1 again.',
      ),
      tag_no_crossorigin: told(
        'The tag has an integrity but not crossorigin: browsers refuse to run it.',
        'Add the word crossorigin to the tag.',
      ),
      tag_other_looks: told(
        (attributes) =>
          `Until a visitor opens the chat, the tag shows a different launcher from this site’s: ${attributes}.`,
        'If this page should not be different, copy the tag of step 1 again.',
      ),
      origin_none: told(
        (origin) => `No page is allowed to have this chat${origin && `, including ${origin}`}. Nobody can open it.`,
        'Add the address of your website to the allowed origins and publish.',
      ),
      origin_missing: told(
        (origin) => `${origin} is not among the allowed origins.`,
        'Add it exactly as shown here, and publish.',
      ),
      origin_in_draft: told((origin) => `${origin} is allowed in your draft only.`, 'Publish the draft.'),
      script_blocked: told('The page’s policy blocks the chat’s script.', 'Change this directive of the policy to:'),
      nonce_missing: told(
        'The page’s policy allows scripts by their nonce, and the tag has no matching nonce.',
        'Turn on “My pages use a nonce” in step 1, and write the page’s nonce into the tag.',
      ),
      requests_blocked: told(
        'The page’s policy blocks the chat’s requests to your Worker.',
        'Change this directive of the policy to:',
      ),
      pictures_blocked: told(
        'The page’s policy blocks pictures from the hosts that you allow.',
        'Change this directive of the policy to:',
      ),
      frames_blocked: told('The page’s policy blocks the bot check.', 'Change this directive of the policy to:'),
      types_blocked: told(
        'The page’s Trusted Types policy does not let the chat load the bot check.',
        'Change this directive of the policy to:',
      ),
      upstream_unknown: told(
        (name) => `Your Worker has no provider called “${name}”: no question gets an answer.`,
        'Choose one from the field “Upstream”, or leave the field empty to use the first one.',
      ),
      price_unknown: told(
        (whose) =>
          `Spending is limited, but the price of this model is unknown (${whose}): no question gets an answer.`,
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
      no_credit: told(
        (provider) => `Your account at the provider “${provider}” has no credit left.`,
        'Add credit there.',
      ),
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
      address_refused: told(
        '这不是公开网页的地址。',
        '请写访客看到的地址，例如 https://shop.example/。内网页面可以自己检查：请用下方的链接打开。',
      ),
      redirect_refused: told((to) => `页面跳转到了 ${to}，那不是公开网页。`, '请填写访客最终到达的地址。'),
      too_many_redirects: told('页面跳转超过五次。', '请填写访客最终到达的地址。'),
      page_unreachable: told(
        (origin) => `${origin} 没有回应。`,
        '请检查有没有拼写错误，以及浏览器能否打开这个页面：如果可以，请用下方的链接打开。',
      ),
      page_slow: told('页面在五秒内没有打开。', '请稍后再试。'),
      page_status: told((status) => `页面返回错误：状态码 ${status}。`, '请在浏览器中打开它，确认地址是否正确。'),
      page_guarded: told(
        (status) => `页面不对程序开放（状态码 ${status}）：可能有密码或防机器人保护。`,
        '请用下方的链接打开这个页面，或检查一个人人都能看到的页面。',
      ),
      not_html: told((type) => `这个地址不是网页${type && `，而是 ${type}`}。`, '请填写网页的地址。'),
      page_unread: told('没有读到页面，因此看不到。'),
      page_too_deep: told(
        '从这里读不了这个页面：元素嵌套得太深。',
        '请用下方的链接打开页面，检查会在你的浏览器中进行。',
      ),
      tag_missing: told(
        '这个页面上没有代码。',
        '请按第 1 步粘贴，发布网站并清除缓存。如果由应用自己加载聊天（React、Vue），这属于正常。',
      ),
      tag_by_manager: told(
        '页面本身没有代码，可能由 Google 跟踪代码管理器添加。',
        '如果你是在那里嵌入的，请用下方的链接打开页面。',
      ),
      tag_too_far: told('页面太长，末尾没有读到。', '请把代码放到更靠前的位置，例如 head 中。'),
      tag_elsewhere: told(
        (origin) => `代码从 ${origin} 加载聊天，而不是从这个控制台的地址。`,
        '如果那是同一个 Worker 的另一个地址，就没有问题；否则请粘贴本页的代码。',
      ),
      tag_no_site: told('代码没有说明属于哪个站点。', '请粘贴完整的代码，包括 data-site。'),
      tag_other_site: told((site) => `页面上的代码属于另一个站点：${site}。`, '请粘贴本站点的代码，或检查那个站点。'),
      tag_not_async: told('页面要等代码加载完才继续。', '请在代码中加上 async。'),
      tag_held_back: told(
        '代码被拦住了：它的 type 被改过。',
        '同意管理工具和脚本优化工具会这样做。请在那里排除这段代码，或在页面上同意之后用下方的链接打开它。',
      ),
      tag_old: told('代码固定在 Worker 已经没有的版本上。', '请重新复制第 1 步的固定版本代码。'),
      tag_integrity: told('代码的完整性校验属于另一个版本：浏览器会拒绝运行。', '请重新复制第 1 步的固定版本代码。'),
      tag_no_crossorigin: told(
        '代码有 integrity 却没有 crossorigin：浏览器会拒绝运行。',
        '请在代码中加上 crossorigin。',
      ),
      tag_other_looks: told(
        (attributes) => `在访客打开聊天之前，这段代码显示的按钮与本站点的设置不同：${attributes}。`,
        '如果这个页面不是有意不同，请重新复制第 1 步的代码。',
      ),
      origin_none: told(
        (origin) => `目前没有任何页面可以使用这个聊天${origin && `，包括 ${origin}`}：没有人能打开它。`,
        '请把你网站的地址加进允许的来源并发布。',
      ),
      origin_missing: told((origin) => `${origin} 不在允许的来源之中。`, '请照原样添加并发布。'),
      origin_in_draft: told((origin) => `${origin} 只在草稿里获得允许。`, '请发布草稿。'),
      script_blocked: told('页面的策略不允许加载聊天的脚本。', '请把策略中的这条指令改为：'),
      nonce_missing: told(
        '页面的策略按 nonce 放行脚本，而代码上没有匹配的 nonce。',
        '请在第 1 步勾选“我的页面使用 nonce”，并把页面的 nonce 写进代码。',
      ),
      requests_blocked: told('页面的策略不允许聊天与 Worker 通信。', '请把策略中的这条指令改为：'),
      pictures_blocked: told('页面的策略不允许聊天显示你放行的图片主机。', '请把策略中的这条指令改为：'),
      frames_blocked: told('页面的策略不允许显示人机验证。', '请把策略中的这条指令改为：'),
      types_blocked: told('页面的 Trusted Types 策略不允许聊天加载人机验证。', '请把策略中的这条指令改为：'),
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
    },
  },
)

/** What “Check my embed” can find on a page: its address, the tag, the allowed origin, the security policy. */
import type { FindingReason } from '../../protocol/schemas/finding.ts'
import { told, type Told } from './told.ts'

const en = {
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
} satisfies Partial<Record<FindingReason, Told>>

const zh: Record<keyof typeof en, Told> = {
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
  page_too_deep: told('从这里读不了这个页面：元素嵌套得太深。', '请用下方的链接打开页面，检查会在你的浏览器中进行。'),
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
  tag_no_crossorigin: told('代码有 integrity 却没有 crossorigin：浏览器会拒绝运行。', '请在代码中加上 crossorigin。'),
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
}

export const pageReasons = { en, zh }

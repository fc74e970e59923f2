import { inPagesLanguage } from '../embed/launcher.ts'
import type { About, Finding, Reason } from './findings.ts'

interface Told {
  says: (detail: string) => string
  /** Empty if there is nothing to do. */
  todo: string
}

export interface CheckWords {
  language: string
  title: (site: string) => string
  checking: string
  allWell: string
  wrong: (count: number) => string
  again: string
  close: string
  toConsole: string
  about: Record<About, string>
  states: Record<Finding['state'], string>
  well: Record<About, (detail: string) => string>
  reasons: Record<Reason, Told>
}

const told = (says: string | Told['says'], todo = ''): Told => ({
  says: typeof says === 'string' ? () => says : says,
  todo,
})
const minutes = (seconds: string): number => Math.round(Math.abs(Number(seconds)) / 60)

const english = (): CheckWords => ({
  language: 'en',
  title: (site) => `Chat check of this page${site && `: ${site}`}`,
  checking: 'Checking…',
  allWell: 'Everything is OK on this page.',
  wrong: (count) => (count === 1 ? 'One thing needs your attention.' : `${count} things need your attention.`),
  again: 'Check again',
  close: 'Close',
  toConsole: 'Open the console',
  about: {
    loader: 'Tag',
    panel: 'Chat window',
    worker: 'Worker',
    site: 'Site',
    origin: 'Allowed origin',
    session: 'Open for questions',
    pictures: 'Pictures',
    clock: 'Clock',
    provider: 'Key, model, quota',
  },
  states: { well: 'OK', wrong: 'Needs attention', unknown: 'Unclear' },
  well: {
    loader: (which) => `It runs on this page and is the newest: ${which}.`,
    panel: () => 'It can be loaded on this page.',
    worker: (api) => `${api} answers, and this page can use it.`,
    site: (site) => `The site ${site} exists.`,
    origin: (origin) => `The chat may appear on ${origin}.`,
    session: () => 'A visitor can begin a conversation now.',
    pictures: () => 'The page shows pictures from the allowed hosts.',
    clock: () => 'This device’s clock and the Worker’s agree.',
    provider: () => '',
  },
  reasons: {
    no_site: told(
      'The tag runs, but nothing on this page says which site it is for.',
      'Paste the whole tag, with data-site. If your app adds <inglenook-chat> later, check again after that.',
    ),
    loader_old: told(
      'This page runs an older tag script than the Worker has.',
      'Reload the page without its cache. If the tag is pinned, copy it again from the console. Otherwise empty the cache of your CDN.',
    ),
    loader_age_unknown: told(
      (which) => `It runs on this page: ${which}. It could not be checked whether it is the newest.`,
    ),
    panel_blocked: told(
      'The page’s security policy (CSP) blocks the chat’s window.',
      'Add this source to script-src, or give the tag the page’s nonce:',
    ),
    panel_missing: told(
      (origin) => `The chat’s window could not be loaded from ${origin}.`,
      'Check that the Worker is deployed and that nothing in the browser blocks it.',
    ),
    requests_blocked: told(
      'The page’s security policy (CSP) blocks the chat’s requests to the Worker.',
      'Add this source to connect-src:',
    ),
    worker_silent: told(
      (api) => `Nothing answers at ${api}.`,
      'Check that the Worker is deployed at this address and that no browser extension blocks it.',
    ),
    worker_other: told(
      (api) => `Something other than the Worker answers at ${api}.`,
      'Check the address in the tag (src, data-api), and anything in front of the Worker.',
    ),
    unknown_site: told(
      (site) => `The Worker has no site ${site}.`,
      'Write the name into data-site exactly as the console shows it, or create the site there.',
    ),
    site_misconfigured: told(
      (site) => `The settings of the site ${site} cannot be used.`,
      'The console and the Worker’s log show which.',
    ),
    site_refused: told(
      (code) => `The Worker does not give this page the site’s settings (${code}).`,
      'The Worker’s log says why.',
    ),
    origin_refused: told(
      (origin) => `The Worker refuses this page: ${origin} is not among the site’s allowed origins.`,
      'Add this origin to the allowed origins in the console, and publish:',
    ),
    origin_opaque: told(
      'This page has no origin of its own: it is a file, or it is in a sandbox.',
      'Open it from a web server, or remove the sandbox.',
    ),
    site_paused: told('The site is paused, so nobody can ask questions.', 'Resume it in the console.'),
    session_refused: told(
      (code) => `The Worker did not start a conversation (${code}).`,
      'The Worker’s log says why. One possible reason is a limit that was reached.',
    ),
    pictures_blocked: told(
      'The page’s security policy (CSP) blocks pictures in answers.',
      'Add these sources to img-src:',
    ),
    clock_off: told(
      (seconds) =>
        `This device’s clock is ${minutes(seconds)} minutes ${Number(seconds) > 0 ? 'ahead of' : 'behind'} the Worker’s.`,
      'The chat works anyway. The times that it shows are this device’s.',
    ),
    not_known_yet: told('This cannot be checked until the other problems are fixed.'),
    ask_console: told(
      'A page that anyone can open does not show this.',
      'Press “Check” in the console. It asks your provider, even if it cannot read this page.',
    ),
  },
})

const chinese = (): CheckWords => ({
  language: 'zh-CN',
  title: (site) => `本页聊天检查${site && `：${site}`}`,
  checking: '正在检查…',
  allWell: '本页一切正常。',
  wrong: (count) => `有 ${count} 处需要处理。`,
  again: '重新检查',
  close: '关闭',
  toConsole: '打开控制台',
  about: {
    loader: '代码',
    panel: '聊天窗口',
    worker: 'Worker',
    site: '站点',
    origin: '允许的来源',
    session: '接受提问',
    pictures: '图片',
    clock: '时钟',
    provider: '密钥、模型、额度',
  },
  states: { well: '正常', wrong: '需要处理', unknown: '无法确定' },
  well: {
    loader: (which) => `代码已在本页运行，并且是最新版本：${which}。`,
    panel: () => '本页可以加载聊天窗口。',
    worker: (api) => `${api} 有响应，本页可以向它提问。`,
    site: (site) => `站点 ${site} 存在。`,
    origin: (origin) => `聊天可以出现在 ${origin}。`,
    session: () => '访客现在可以开始对话。',
    pictures: () => '本页可以显示允许的主机上的图片。',
    clock: () => '这台设备与 Worker 的时钟一致。',
    provider: () => '',
  },
  reasons: {
    no_site: told(
      '代码已运行，但页面上没有说明它属于哪个站点。',
      '请粘贴完整的代码，包括 data-site。如果 <inglenook-chat> 由应用稍后添加，请届时重新检查。',
    ),
    loader_old: told(
      '本页运行的代码比 Worker 上的旧。',
      '请不经缓存重新加载页面。如果代码固定了版本，请从控制台重新复制；否则请清空 CDN 的缓存。',
    ),
    loader_age_unknown: told((which) => `代码已在本页运行：${which}。无法查到它是否最新。`),
    panel_blocked: told(
      '页面的安全策略（CSP）不允许加载聊天窗口。',
      '请把这个来源加进 script-src，或在代码上写上页面的 nonce：',
    ),
    panel_missing: told(
      (origin) => `无法从 ${origin} 加载聊天窗口。`,
      '请确认 Worker 已部署，并且没有被浏览器中的扩展拦截。',
    ),
    requests_blocked: told('页面的安全策略（CSP）不允许聊天访问 Worker。', '请把这个来源加进 connect-src：'),
    worker_silent: told((api) => `${api} 没有响应。`, '请确认 Worker 部署在这个地址，并且没有被浏览器扩展拦截。'),
    worker_other: told(
      (api) => `${api} 上响应的不是 Worker。`,
      '请检查代码中的地址（src、data-api），以及 Worker 前面的代理。',
    ),
    unknown_site: told(
      (site) => `Worker 上没有站点 ${site}。`,
      '请把控制台中显示的名称写进 data-site，或在那里新建站点。',
    ),
    site_misconfigured: told((site) => `站点 ${site} 的设置无法使用。`, '控制台和 Worker 的日志会说明是哪一项。'),
    site_refused: told((code) => `Worker 不向本页提供站点信息（${code}）。`, '原因见 Worker 的日志。'),
    origin_refused: told(
      (origin) => `Worker 拒绝了本页：${origin} 不在站点允许的来源之中。`,
      '请在控制台把这个来源加进允许的来源并发布：',
    ),
    origin_opaque: told('本页没有自己的来源：它是本地文件，或在沙盒中。', '请通过网站服务器打开，或去掉沙盒。'),
    site_paused: told('站点已暂停：没有人可以提问。', '请在控制台恢复。'),
    session_refused: told((code) => `Worker 没有开始对话（${code}）。`, '原因见 Worker 的日志；达到限额是其中一种。'),
    pictures_blocked: told('页面的安全策略（CSP）挡住了回答中的图片。', '请把这些来源加进 img-src：'),
    clock_off: told(
      (seconds) => `这台设备的时钟比 Worker ${Number(seconds) > 0 ? '快' : '慢'} ${minutes(seconds)} 分钟。`,
      '聊天不受影响；显示的时间以这台设备为准。',
    ),
    not_known_yet: told('其余问题解决之后才能看到。'),
    ask_console: told(
      '任何人都能打开的页面不会透露这些。',
      '请在控制台点“检查”：即使它读不到本页，也会询问你的服务商。',
    ),
  },
})

/** In the page's language, otherwise the browser's: the same rule as for the launcher. */
export const checkWords = (): CheckWords => (inPagesLanguage('en', 'zh') === 'zh' ? chinese() : english())

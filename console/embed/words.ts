import type { Platform, Snippet } from './snippets.ts'
import { translated } from '../words/language.ts'

interface EmbedWords {
  title: string
  intro: string
  paste: string
  /** The tag that was last copied here shows another launcher. */
  tagOld: string
  /** The same after publishing, on the persona's screen. */
  tagChanged: string
  tagOthers: string
  platform: string
  platforms: Record<Platform, string>
  /** Where to put it: one to three sentences. */
  where: Record<Platform, string>
  goes: Record<Snippet['goes'], string>
  options: string
  place: string
  corner: string
  inline: string
  inlineNote: Record<Platform, string>
  locale: string
  localeOwn: string
  open: string
  teaser: string
  teaserHelp: string
  pinned: string
  pinnedHelp: string
  nonce: string
  nonceHelp: string
  managerNonce: string
  packageOnly: string
  policy: string
  policyIntro: string
  policyNote: string
  origins: string
  originsIntro: string
  originsNone: string
  originsNoneDemo: string
  originsDrafted: string
  toPersona: string
  toModel: string
  toSites: string
  inDraft: string
  check: string
  checkIntro: string
  page: string
  checkNow: string
  checking: string
  cost: string
  checked: (page: string) => string
  allWell: string
  wrong: (count: number) => string
  unsure: string
  link: string
  linkIntro: string
  linkOpen: string
  linkNothing: string
  linkNoPage: string
}

export const embedWords = translated<EmbedWords>(
  {
    title: 'Embed',
    intro: 'Three steps: paste the tag, say where the chat may appear, and check that it works.',
    paste: 'Paste the tag',
    tagOld:
      'The colour or position of the launcher has changed since you last copied the tag here. Your pages show the old launcher until a visitor opens the chat. Paste the new tag there.',
    platform: 'What your website is built with',
    platforms: {
      html: 'HTML',
      wordpress: 'WordPress',
      shopify: 'Shopify',
      react: 'React',
      vue: 'Vue',
      manager: 'Google Tag Manager',
    },
    where: {
      html: 'Put it just before </body> on every page that should have the chat. Most sites have one template or footer for that.',
      wordpress:
        'With the plugin WPCode (or another for header and footer scripts): Code Snippets → Header & Footer → Footer, paste, Save. Do not put it into a block of the editor: WordPress may remove scripts there.',
      shopify:
        'Online Store → Themes → ⋯ → Edit code → layout/theme.liquid: paste it just before </body> and save. Allow your own domain below, and the .myshopify.com domain if you use it. Shopify’s checkout does not run scripts from a theme.',
      react:
        'Render the component once, in a part of your app that is always there. It starts only in the browser, so it works with server rendering too. If you would rather not install anything, put the HTML tag into your index.html.',
      vue: 'Put these lines into App.vue, so that the chat stays open while your visitors move between pages. If you would rather not install anything, put the HTML tag into your index.html.',
      manager:
        'Tags → New → Custom HTML: paste it, leave “Support document.write” off, choose the trigger All Pages, and publish. The plain tag does not work there, because the tag manager drops its data- attributes.',
    },
    tagChanged:
      'The colour or position of the launcher has changed. The tag on your pages still has the old values, and shows them until a visitor opens the chat. This is the new tag:',
    tagOthers: 'For WordPress, React and others, and with your options: Embed',
    goes: {
      tag: 'The tag',
      place: 'Where the chat should appear',
      install: 'Once, in a terminal',
      component: 'In your app',
    },
    options: 'Options',
    place: 'Position of the chat',
    corner: 'A button in the corner',
    inline: 'Inside the page',
    inlineNote: {
      html: 'Put the first line where the chat should appear. It is 560 pixels high unless your style sheet sets --inglenook-height.',
      wordpress: 'Put the first line into a Custom HTML block where the chat should appear.',
      shopify: 'Put the first line into a Custom Liquid section where the chat should appear.',
      react: 'The chat appears where the component is.',
      vue: 'The chat appears where the element is.',
      manager: 'Put the first line into the page itself, where the chat should appear.',
    },
    locale: 'Language of the chat',
    localeOwn: 'Automatic',
    open: 'Open with the page',
    teaser: 'A few words beside the button',
    teaserHelp: 'If empty, there is no bubble. With a bubble, the page loads a little more at once.',
    pinned: 'Pin this version, with its integrity (SRI)',
    pinnedHelp:
      'The browser then runs exactly this file and nothing else. Each deploy that changes the chat changes this address, so you must update the tag each time.',
    nonce: 'My pages use a nonce',
    nonceHelp: 'Your server must replace NONCE with the nonce of each page view.',
    managerNonce: 'It uses the nonce of another script on the page.',
    packageOnly: 'Pinning and the nonce are for the tag. The package needs neither.',
    policy: 'My pages have a Content Security Policy',
    policyIntro:
      'Add these sources to the directives of your policy. You do not have to allow anything for styles or Trusted Types.',
    policyNote: 'A nonce on the tag is enough for script-src.',
    origins: 'Where the chat may appear',
    originsIntro:
      'The chat answers only on exactly these origins: https://shop.example and https://www.shop.example are two different ones. https://*.shop.example means every host below shop.example.',
    originsNone: 'No page is allowed to have this chat yet. Add the address of your website to the allowed origins.',
    originsNoneDemo:
      'Only the demo page on this machine is allowed to have this chat. Add the address of your website to the allowed origins.',
    originsDrafted: 'Origins that are only in your draft count when you publish it.',
    toPersona: 'Change the allowed origins',
    toModel: 'Change the model',
    toSites: 'Go to the sites',
    inDraft: 'in the draft only',
    check: 'Check my embed',
    checkIntro: 'Your Worker loads the page as a visitor would, and asks your provider whether it would answer.',
    page: 'Address of your page',
    checkNow: 'Check',
    checking: 'Checking…',
    cost: 'Each check sends your provider one tiny question, which costs a few tokens.',
    checked: (page) => `Results for ${page}`,
    allWell: 'Everything is OK. The chat works on this page.',
    wrong: (count) => (count === 1 ? 'One thing needs your attention.' : `${count} things need your attention.`),
    unsure: 'No problem was found, but not everything could be checked from here.',
    link: 'Or let the page check itself',
    linkIntro:
      'For pages that your Worker cannot see: behind a sign-in, on your own machine, with a tag manager or a consent tool. Open this link in a browser that can open the page. The page then shows the results.',
    linkOpen: 'Open the page',
    linkNothing:
      'No report? Reload the page. If there is still none, the tag does not run there: it is missing, it waits for consent, or the page’s script-src policy blocks it. The browser’s console (F12) shows which.',
    linkNoPage: 'Enter the address of your page above, and its link appears here.',
  },
  {
    title: '嵌入',
    intro: '只需三步：粘贴代码，设定聊天可以出现在哪里，再检查是否正常。',
    paste: '粘贴代码',
    tagOld:
      '自从你上次在这里复制代码以来，按钮的颜色或位置已经改变。在访客打开聊天之前，你的网页仍显示旧的样子：请粘贴新代码。',
    platform: '你的网站用什么搭建',
    platforms: {
      html: 'HTML',
      wordpress: 'WordPress',
      shopify: 'Shopify',
      react: 'React',
      vue: 'Vue',
      manager: 'Google 跟踪代码管理器',
    },
    where: {
      html: '放在每个需要聊天的页面的 </body> 之前。多数网站有统一的模板或页脚，改一处即可。',
      wordpress:
        '使用 WPCode 插件（或其他页眉页脚代码插件）：Code Snippets → Header & Footer → Footer，粘贴后保存。不要放进编辑器的区块：WordPress 可能会删掉那里的脚本。',
      shopify:
        '在线商店 → 模板 → ⋯ → 编辑代码 → layout/theme.liquid：粘贴到 </body> 之前并保存。请在下方允许你自己的域名，如果也用 .myshopify.com 域名，一并加上。Shopify 的结账页不运行模板里的脚本。',
      react:
        '在应用里始终存在的位置渲染一次这个组件。它只在浏览器里启动，因此也适用于服务端渲染。不想安装的话，把 HTML 代码放进 index.html 即可。',
      vue: '把这些代码放进 App.vue，访客切换页面时聊天会一直保留。不想安装的话，把 HTML 代码放进 index.html 即可。',
      manager:
        '代码 → 新建 → 自定义 HTML：粘贴，不勾选“支持 document.write”，触发条件选“所有网页”，然后发布。普通代码在这里无效：管理器会丢掉 data- 属性。',
    },
    tagChanged: '按钮的颜色或位置已经改变。你网页上的代码还是旧的，在访客打开聊天之前会显示旧的样子。新代码如下：',
    tagOthers: 'WordPress、React 等平台，以及带有你的选项的代码：嵌入',
    goes: { tag: '代码', place: '聊天所在的位置', install: '在终端里执行一次', component: '在你的应用里' },
    options: '选项',
    place: '聊天放在哪里',
    corner: '角落里的按钮',
    inline: '页面之内',
    inlineNote: {
      html: '把第一行放在聊天要出现的位置。高度为 560 像素，可在样式表里用 --inglenook-height 修改。',
      wordpress: '把第一行放进“自定义 HTML”区块，放在聊天要出现的位置。',
      shopify: '把第一行放进“自定义 Liquid”分区，放在聊天要出现的位置。',
      react: '组件在哪里，聊天就在哪里。',
      vue: '元素在哪里，聊天就在哪里。',
      manager: '把第一行放进页面本身，放在聊天要出现的位置。',
    },
    locale: '聊天的语言',
    localeOwn: '自动',
    open: '随页面一起打开',
    teaser: '按钮旁的一句话',
    teaserHelp: '留空则不显示气泡。显示气泡时，页面会立即多加载一点内容。',
    pinned: '固定此版本，并校验完整性（SRI）',
    pinnedHelp: '浏览器只会运行这一个文件。每次部署若改动了聊天，这个地址也会改变：请同时更新代码。',
    nonce: '我的页面使用 nonce',
    nonceHelp: '让服务器把 NONCE 换成每次页面访问的 nonce。',
    managerNonce: '它会沿用页面上其他脚本的 nonce。',
    packageOnly: '固定版本和 nonce 只用于代码标签：安装包不需要它们。',
    policy: '我的页面有内容安全策略（CSP）',
    policyIntro: '把这些来源加进策略中相应的指令。样式和 Trusted Types 无需放行。',
    policyNote: '对 script-src 来说，代码上带 nonce 就够了。',
    origins: '聊天可以出现在哪里',
    originsIntro:
      '聊天只在这些来源上回答，必须逐字一致：https://shop.example 和 https://www.shop.example 是两个来源。https://*.shop.example 表示 shop.example 之下的所有主机。',
    originsNone: '目前没有任何页面可以使用这个聊天。请把网站地址加进允许的来源。',
    originsNoneDemo: '目前只有本机的演示页面可以使用这个聊天。请把网站地址加进允许的来源。',
    originsDrafted: '仅在草稿中的来源，发布草稿之后才生效。',
    toPersona: '修改允许的来源',
    toModel: '修改模型设置',
    toSites: '前往站点列表',
    inDraft: '仅在草稿中',
    check: '检查嵌入',
    checkIntro: '你的 Worker 会像访客一样查看页面，并询问你的服务商是否能回答。',
    page: '页面地址',
    checkNow: '检查',
    checking: '正在检查…',
    cost: '每次检查都会向服务商提一个极小的问题，按几个 token 计费。',
    checked: (page) => `${page} 的检查结果`,
    allWell: '一切正常。聊天在这个页面上可用。',
    wrong: (count) => `有 ${count} 处需要处理。`,
    unsure: '没有发现问题，但有些情况从这里看不到。',
    link: '或者让页面自己检查',
    linkIntro:
      '适用于 Worker 看不到的页面：需要登录、在你自己的电脑上、使用跟踪代码管理器或同意管理工具。用能看到该页面的浏览器打开这个链接，页面会显示检查结果。',
    linkOpen: '打开页面',
    linkNothing:
      '没有出现报告？请重新加载页面。如果仍然没有，说明代码没有运行：可能缺失、在等待访客同意，或被页面的 script-src 策略阻止。浏览器的开发者控制台（F12）会说明原因。',
    linkNoPage: '请在上方填写页面地址，链接会显示在这里。',
  },
)

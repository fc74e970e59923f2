/** What is wrong with an owner's input: a site's name, an origin. */
import type { OriginFault } from '../../protocol/origin-fault.ts'
import { translated } from './language.ts'

/** Why a site cannot have this name. */
export type NameFault = 'missing' | 'letters' | 'beginning' | 'long' | 'preview' | 'taken'

export const nameFaults = translated<Record<NameFault, string>>(
  {
    missing: 'A site needs a name, for example shop.',
    letters: 'Use only lower-case letters a–z, digits and hyphens.',
    beginning: 'The name must begin with a letter or a digit.',
    long: 'The name can have at most 63 characters.',
    preview: 'Names that begin with “preview-” are reserved for the console’s previews.',
    taken: 'A site with this name already exists.',
  },
  {
    missing: '站点需要一个名字，比如 shop。',
    letters: '只能用小写字母 a–z、数字和连字符。',
    beginning: '要以字母或数字开头。',
    long: '最多 63 个字符。',
    preview: '以“preview-”开头的名字留给控制台的预览。',
    taken: '已经有同名站点。',
  },
)

export const nameOffer = translated({ take: (name: string) => `Use “${name}”` }, { take: (name) => `改用“${name}”` })

export const originFaults = translated<Record<OriginFault['reason'], string>>(
  {
    missing: 'An origin is missing here.',
    none: 'Pages without an origin (files, sandboxes) cannot be allowed.',
    spaces: 'An origin has no spaces. Write one per line.',
    wildcard: 'A star must be the whole first part of the host: https://*.shop.example.',
    wildcard_wide: 'Anyone can have a website below this. Add at least two parts of your own: https://*.shop.example.',
    wildcard_shared: 'Anyone can have a website there, and its pages could use your chat. Write your own address.',
    scheme: 'The beginning is missing: https:// or http://.',
    not_web: 'Only http and https pages can be allowed.',
    no_address: 'This is not an address. An address looks like https://shop.example.',
    password: 'Remove the user name and password.',
    path: 'Remove the path: an origin applies to all pages of a host.',
    slash: 'Remove the slash at the end.',
    port: 'Remove the port: browsers leave the default port out.',
    case: 'Use lower case, as browsers do.',
    other: 'This is not how browsers write an origin.',
  },
  {
    missing: '这里缺少来源。',
    none: '没有来源的页面（本地文件、沙箱）无法允许。',
    spaces: '来源里没有空格：每行一个。',
    wildcard: '星号只能代替主机名最前面的一整段：https://*.shop.example。',
    wildcard_wide: '这之下有所有人的网站：星号后面至少要有两段属于你的名字，如 https://*.shop.example。',
    wildcard_shared: '任何人都能在那里建网站，他们的页面就能使用你的聊天。请写出你自己的地址。',
    scheme: '缺少开头：https:// 或 http://。',
    not_web: '只能允许 http 和 https 的页面。',
    no_address: '这不是地址：例如 https://shop.example 才是。',
    password: '用户名和密码不属于来源。',
    path: '路径不属于来源：来源对整个主机的所有页面有效。',
    slash: '结尾不带斜杠。',
    port: '浏览器会省略默认端口。',
    case: '浏览器发送的是小写。',
    other: '浏览器不会这样写来源。',
  },
)

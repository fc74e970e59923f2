/** The fields' names. The English ones are in the schema; a field without Chinese words here is shown in English. */
import type { SettingField } from '../../../protocol/setting-fields.ts'
import type { SettingGroup } from '../../../protocol/settings/setting.ts'
import { translated, language } from '../../words/language.ts'

const groups = translated<Readonly<Record<SettingGroup, string>>>(
  {
    who: 'Who it is',
    first: 'What it says first',
    looks: 'How it looks',
    model: 'Which model',
    limits: 'Limits',
    privacy: 'Privacy',
    where: 'Where it may be embedded',
  },
  {
    who: '它是谁',
    first: '开场说什么',
    looks: '外观',
    model: '用哪个模型',
    limits: '限制',
    privacy: '隐私',
    where: '可以嵌入的地方',
  },
)

interface FieldWords {
  title: string
  description: string
}

export const chineseFields: Readonly<Record<string, FieldWords>> = {
  name: { title: '名称', description: '助手的名字。' },
  avatar: { title: '头像', description: '一两个字，或一个表情符号。' },
  instructions: {
    title: '指令',
    description:
      '系统消息：助手是谁、怎么说话。访客看不到，但有办法让模型说出来：不要写机密。打开网页上下文后，页面会填写 {{page.title}}、{{page.url}}、{{visitor.name}} 和你自定的名称（{{plan}}），带引号，以对话的第一个问题为准。',
  },
  greeting: { title: '问候语', description: '在第一个问题之前显示；不会发给模型。' },
  starterPrompts: { title: '推荐问题', description: '访客点一下就能问的问题。' },
  placeholder: { title: '输入框提示', description: '输入框为空时显示，代替默认文字。' },
  disclaimer: { title: '声明', description: '输入框下方的一行字。' },
  locale: { title: '语言', description: 'BCP 47 语言标签，如 zh-CN；留空则跟随网页，再跟随浏览器。' },
  colorScheme: { title: '明暗', description: '“自动”跟随网页；网页跟随访客的系统时，也跟随系统。' },
  accent: { title: '主色', description: '写作 #rrggbb；上面的文字颜色会按对比度自动选择。' },
  position: { title: '位置', description: '在角落里、沿一侧通高，或铺满整页。小屏幕上总是整屏显示。' },
  offsetX: { title: '与侧边的距离', description: '按钮与窗口侧边的距离，单位像素。面板随之移动。' },
  offsetY: {
    title: '与底部的距离',
    description: '按钮与窗口底部的距离，单位像素，例如避开 Cookie 提示条。面板随之移动。',
  },
  radius: { title: '圆角', description: '面板的圆角，单位像素；0 为直角。' },
  density: { title: '疏密', description: '“紧凑”一屏能显示更多对话。' },
  zIndex: { title: '层级', description: '按钮和面板的 z-index：要比不该盖住它们的东西更高。' },
  model: { title: '模型', description: '留空：用服务商的默认模型。' },
  temperature: { title: '温度', description: '0 最稳，2 最放得开。' },
  maxTokens: { title: '回答最长', description: '以 token 计（max_tokens）。' },
  contextTokens: {
    title: '提示最长',
    description:
      '以 token 计（估算）：指令、之前的对话和问题。超出后，最早的几轮会去掉，直到剩下一半；第一轮保留。无论指令多长，对话至少占一半。回答另算：两者合起来要放得进模型。',
  },
  summary: {
    title: '摘要',
    description: '放不进提示的那些轮次，是否由模型记下要点。在回答之后、没有人等待时写，每次多花一个请求。',
  },
  summaryModel: { title: '摘要模型', description: '用更便宜的模型写要点。留空：与回答的模型相同。' },
  topP: { title: 'Top p', description: '核采样（top_p）。' },
  presencePenalty: { title: '存在惩罚', description: 'presence_penalty。' },
  frequencyPenalty: { title: '频率惩罚', description: 'frequency_penalty。' },
  stop: { title: '停止词', description: '最多四个，遇到就结束回答。' },
  seed: { title: '种子', description: '请求可重复的回答。' },
  reasoningEffort: {
    title: '思考力度',
    description: '推理模型想多久（reasoning_effort）；其他模型不会收到。',
  },
  upstream: { title: '服务商', description: '先问哪个已配置的服务商；留空：第一个。' },
  maskPersonalData: {
    title: '遮盖个人信息',
    description:
      '访客所写内容以及页面标题、地址和选中文字里的电子邮件地址、电话号码和卡号，是否在发给服务商之前替换掉，之后的提示和笔记里也一样。对话记录保留原文：访客自己要读。写法特殊的可能漏掉。',
  },
  allowedOrigins: {
    title: '允许的来源',
    description:
      '聊天可以嵌入哪些网站：https://shop.example。写 https://*.shop.example 则包括 shop.example 之下的所有主机，不论几级，但不包括 shop.example 本身。一个都没有，就哪里都不能嵌入。',
  },
  detachedSeconds: { title: '无人接收时', description: '没有网页在听时，回答还继续多久，单位秒。' },
  retentionDays: { title: '保存天数', description: '最后一轮对话或评价之后，多少天后忘记这段对话。' },
  imageHosts: {
    title: '图片主机',
    description: '回答里可以显示哪些主机的图片。显示图片会让该主机知道谁在何时阅读：其他主机的图片只显示为链接。',
  },
  pageContext: {
    title: '网页上下文',
    description: '网页的标题、地址和选中的文字是否随问题一起发送。模型看到的是标明不可信的引文，且只随那一个问题。',
  },
  turnsPerSession: { title: '每段对话的轮数', description: '0：不限。' },
  tokensPerSession: { title: '每段对话的 token', description: '0：不限。' },
  turnsPerVisitorDay: { title: '每位访客每天的轮数', description: '0：不限。' },
  tokensPerVisitorDay: { title: '每位访客每天的 token', description: '0：不限。' },
  turnsPerDay: { title: '每天的轮数', description: '0：不限。' },
  tokensPerDay: { title: '每天的 token', description: '0：不限。' },
  spendPerDay: { title: '每天的花费', description: '单位美元；0：不限。' },
  turnsPerMonth: { title: '每月的轮数', description: '0：不限。' },
  tokensPerMonth: { title: '每月的 token', description: '0：不限。' },
  spendPerMonth: { title: '每月的花费', description: '单位美元；0：不限。' },
  warnAt: { title: '何时提醒', description: '整个网站某项限额的百分比：达到后日志里会写一行。' },
  cheaperModel: {
    title: '更便宜的模型',
    description: '整个网站的某项限额快用完时，由它代替原来的模型回答。留空：不换。',
  },
  cheaperAt: { title: '何时换模型', description: '整个网站某项限额的百分比。' },
  fallbackMessage: {
    title: '限额用完时的回复',
    description: '整个网站的某项限额用完时，不问模型，每段对话用它回答一次。留空：拒绝提问。',
  },
  identity: {
    title: '身份证明',
    description:
      '你的服务器能否用自己签名的令牌证明谁登录了网页：对话随之属于那个人，在各台设备上相同，没有证明的人看不到。“必需”时没有证明就不能聊天。需要 Worker 密钥 IDENTITY_KEYS。',
  },
  botCheck: {
    title: '人机验证',
    description:
      '开启后，每段会话开始前由 Cloudflare Turnstile 确认一次是真人。需要站点密钥和 Worker 密钥 TURNSTILE_SECRETS；缺了它们，谁也进不来。',
  },
  turnstileSiteKey: {
    title: 'Turnstile 站点密钥',
    description: '列有你网页主机名的那个 Turnstile 小组件的站点密钥。它是公开的，私钥不是。',
  },
}

/** The label of a choice, if the word in the schema is not clear enough. */
const choices = translated<Readonly<Record<string, string>>>(
  {
    auto: 'Automatic',
    light: 'Light',
    dark: 'Dark',
    'bottom-right': 'Bottom right',
    'bottom-left': 'Bottom left',
    right: 'Right side',
    left: 'Left side',
    full: 'Whole page',
    comfortable: 'Comfortable',
    compact: 'Compact',
    off: 'Off',
    on: 'On',
    minimal: 'Minimal',
    low: 'Low',
    medium: 'Medium',
    high: 'High',
    turnstile: 'Cloudflare Turnstile',
    optional: 'Optional',
    required: 'Required',
  },
  {
    auto: '自动',
    light: '浅色',
    dark: '深色',
    'bottom-right': '右下角',
    'bottom-left': '左下角',
    right: '右侧',
    left: '左侧',
    full: '整页',
    comfortable: '宽松',
    compact: '紧凑',
    off: '关',
    on: '开',
    minimal: '极少',
    low: '低',
    medium: '中',
    high: '高',
    turnstile: 'Cloudflare Turnstile',
    optional: '可选',
    required: '必需',
  },
)

export const groupTitle = (group: SettingGroup): string => groups.value[group]

const wordsOf = ({ name, title, description }: SettingField): FieldWords =>
  (language.value === 'zh-CN' ? chineseFields[name] : undefined) ?? { title, description }

export const fieldTitle = (field: SettingField): string => wordsOf(field).title
export const fieldHelp = (field: SettingField): string => wordsOf(field).description
export const choiceName = (choice: string): string => choices.value[choice] ?? choice

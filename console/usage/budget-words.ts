import type { Budget, BudgetLimit, BudgetStep } from '../../protocol/schemas/budget.ts'
import { count, dollars } from '../words/format.ts'
import { translated } from '../words/language.ts'

interface BudgetWords {
  title: string
  change: string
  limits: Record<BudgetLimit, string>
  used: ({ used, most, unit }: Budget, part: string) => string
  /** As a part of the limit. */
  times: (n: number) => string
  reserved: ({ reserved, unit }: Budget) => string
  resets: (when: string) => string
  /** What applies now. */
  now: Record<BudgetStep, (known: Known) => string>
  ladder: string
  /** What happens at a step. */
  at: (part: string) => string
  does: Record<Exclude<BudgetStep, 'open'>, (model: string) => string>
  states: { past: string; now: string; coming: string }
  none: string
  turnsOnly: string
  set: string
}

interface Known {
  /** The limit's name, in the middle of a sentence. */
  limit: string
  /** The step’s own limit, from the settings. */
  part: string
  /** When the used amount is reset. */
  until: string
  model: string
}

type Unit = Budget['unit']
const bare = (n: number, unit: Unit): string => (unit === 'microUsd' ? dollars(n) : count(n))
const english = (shown: string, n: number, unit: Unit): string =>
  unit === 'microUsd' ? shown : `${shown} ${unit === 'turns' ? 'turn' : 'token'}${n === 1 ? '' : 's'}`
const chinese = (n: number, unit: Unit): string =>
  unit === 'microUsd' ? dollars(n) : `${count(n)} ${unit === 'turns' ? '轮' : 'token'}`

export const budgetWords = translated<BudgetWords>(
  {
    title: 'Limits',
    change: 'Change the limits',
    limits: {
      turnsPerDay: 'Turns today',
      tokensPerDay: 'Tokens today',
      spendPerDay: 'Spend today',
      turnsPerMonth: 'Turns this month',
      tokensPerMonth: 'Tokens this month',
      spendPerMonth: 'Spend this month',
    },
    times: (n) => `${count(n)} times the limit`,
    used: ({ used, most, unit }, part) =>
      `${english(`${bare(used, unit)} of ${bare(most, unit)}`, most, unit)} used, ${part}`,
    reserved: ({ reserved, unit }) =>
      `${english(bare(reserved, unit), reserved, unit)} more reserved for conversations of the last few minutes; what they do not use is returned`,
    resets: (when) => `Resets on ${when}, your time (midnight UTC).`,
    now: {
      open: () => 'No limit is near.',
      warned: ({ limit, part }) =>
        `“${limit}” has reached ${part}: the Worker’s log says so. Visitors are answered as usual.`,
      cheaper: ({ limit, part, model }) => `“${limit}” has reached ${part}: the cheaper model ${model} answers now.`,
      fallback: ({ limit, until }) =>
        `“${limit}” is used up: visitors get your fallback message instead of an answer, until ${until}.`,
      closed: ({ limit, until }) => `“${limit}” is used up: questions are refused until ${until}.`,
    },
    ladder: 'What happens when a limit is nearly used up',
    at: (part) => `At ${part}`,
    does: {
      warned: () => 'The Worker’s log warns you. Visitors do not notice.',
      cheaper: (model) => `The cheaper model ${model} answers.`,
      fallback: () => 'Each conversation gets your fallback message once, without a model; then questions are refused.',
      closed: () => 'Questions are refused. (With a fallback message, each conversation would get that first.)',
    },
    states: { past: 'reached', now: 'now', coming: 'to come' },
    none: 'This site has no limits, so a stranger who keeps asking could spend your money. A daily or monthly limit stops that where you choose.',
    turnsOnly:
      'Only the number of turns is limited, and a turn can be long. A limit on tokens or spend sets how much of your money strangers can use.',
    set: 'Set limits',
  },
  {
    title: '限额',
    change: '修改限额',
    limits: {
      turnsPerDay: '今天的轮数',
      tokensPerDay: '今天的 token',
      spendPerDay: '今天的花费',
      turnsPerMonth: '本月的轮数',
      tokensPerMonth: '本月的 token',
      spendPerMonth: '本月的花费',
    },
    times: (n) => `是上限的 ${count(n)} 倍`,
    used: ({ used, most, unit }, part) => `已用 ${bare(used, unit)}，共 ${chinese(most, unit)}，${part}`,
    reserved: ({ reserved, unit }) => `另为最近几分钟内的对话预留 ${chinese(reserved, unit)}，用不完的会退回`,
    resets: (when) => `${when}（你的时间，即 UTC 零点）重新计算。`,
    now: {
      open: () => '所有限额都还充裕。',
      warned: ({ limit, part }) => `“${limit}”已达 ${part}：Worker 日志中有提醒。访客照常得到回答。`,
      cheaper: ({ limit, part, model }) => `“${limit}”已达 ${part}：现在由更便宜的模型 ${model} 回答。`,
      fallback: ({ limit, until }) => `“${limit}”已用完：在 ${until} 之前，访客得到的是备用消息。`,
      closed: ({ limit, until }) => `“${limit}”已用完：在 ${until} 之前不接受提问。`,
    },
    ladder: '限额快用完时会怎样',
    at: (part) => `达到 ${part} 时`,
    does: {
      warned: () => 'Worker 日志提醒你，访客不会察觉。',
      cheaper: (model) => `由更便宜的模型 ${model} 回答。`,
      fallback: () => '每个对话得到一次备用消息，不调用模型；之后不接受提问。',
      closed: () => '不接受提问。（如果写了备用消息，每个对话会先得到它。）',
    },
    states: { past: '已达到', now: '当前', coming: '未到' },
    none: '这个站点没有限额：陌生人不停提问，就会不停花你的钱。设定每天或每月的限额，就会到此为止。',
    turnsOnly: '现在只限制了轮数，而一轮可能很长。限制 token 或花费，才能确定陌生人最多用掉你多少钱。',
    set: '设定限额',
  },
)

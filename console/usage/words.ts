import type { FailureCode } from '../../protocol/failure.ts'
import type { RangeProblem } from './day-range.ts'
import { count } from '../words/format.ts'
import { translated } from '../words/language.ts'

const s = (n: number, one: string, many: string): string => `${count(n)} ${n === 1 ? one : many}`

interface Problems {
  of: Record<RangeProblem, string>
}

const english: Problems = {
  of: {
    incomplete: 'Enter both days.',
    backwards: 'The first day comes after the last one.',
    too_long: 'That is more than 366 days. Choose fewer.',
  },
}

const chinese: Problems = {
  of: {
    incomplete: '请填写起止两天。',
    backwards: '开始日期晚于结束日期。',
    too_long: '超过 366 天了，请选短一些。',
  },
}

export const usageWords = translated(
  {
    title: 'Usage',
    range: 'Period',
    lastDays: (n: number) => (n === 365 ? 'A year' : `${n} days`),
    ownDays: 'Custom dates',
    from: 'From',
    to: 'To',
    show: 'Show',
    problem: (problem: RangeProblem) => english.of[problem],
    utc: 'Days begin and end at midnight UTC.',
    shown: (from: string, to: string) => (from === to ? from : `${from} – ${to}`),
    group: 'Group by',
    groups: { day: 'Day', version: 'Persona version' },
    download: 'Download as CSV',
    compared: (days: number) => `Compared with the previous ${days === 1 ? 'day' : `${count(days)} days`}.`,

    emptyTitle: 'No questions in this period',
    empty:
      'When visitors ask something, you see here how many conversations there were, what the answers used and cost, how long visitors waited, and what went wrong. A new answer is counted within a minute.',
    toEmbed: 'Put the chat on your page',
    lookYear: 'Show the whole year',

    same: 'unchanged',
    noneBefore: 'There are no earlier days to compare with.',
    more: (by: string) => `${by} more`,
    less: (by: string) => `${by} less`,
    longer: (by: string) => `${by} longer`,
    shorter: (by: string) => `${by} shorter`,
    points: (n: string) => `${n} points`,
    none: 'None yet',
    unknown: 'Unknown',
    atLeast: (amount: string) => `${amount} or more`,
    someUnpriced: (n: number, of: number) => `price of ${count(n)} of ${s(of, 'answer', 'answers')} unknown`,

    conversations: 'Conversations',
    conversationsHelp: 'counted when they begin',
    questions: 'Questions',
    retries: (n: number) => `and ${s(n, 'retry', 'retries')}`,
    tokens: 'Tokens',
    tokensSplit: (prompt: string, answer: string) => `${prompt} read, ${answer} written`,
    cachedShare: 'Cached share',
    cachedHelp: 'of what the model read',
    spend: 'Spend',
    perQuestion: (amount: string) => `${amount} per question`,
    firstWord: 'First word after',
    nineteen: (wait: string) => `95% within ${wait}`,
    unanswered: 'Went wrong',
    unansweredOf: (n: number, of: number) => `${count(n)} of ${s(of, 'answer', 'answers')}`,
    thumbsUp: 'Thumbs up',
    ratings: (ups: number, downs: number) => `${count(ups)} up, ${count(downs)} down`,

    unpriced: (n: number, of: number) =>
      `The price of ${count(n)} of ${s(of, 'answer', 'answers')} is unknown, so the real spend is higher. Write the missing price where the provider is set up: OPENAI_PRICES, or PROVIDERS.`,
    estimated: (n: number, of: number) =>
      `The provider did not report what ${count(n)} of ${s(of, 'answer', 'answers')} used. Their tokens are estimated.`,

    refused: (n: number) =>
      `${s(n, 'question was', 'questions were')} refused before a model was asked. The figures here do not include them:`,
    refusedFor: (why: string, n: number) => `${why}: ${count(n)}`,
    refusals: {
      session_limit_reached: 'The conversation’s limit was reached',
      visitor_limit_reached: 'The visitor’s daily limit was reached',
      site_limit_reached: 'A limit of the whole site was reached',
      site_misconfigured: 'The settings did not allow any answer',
    } as Partial<Record<FailureCode, string>>,

    charts: {
      asked: 'Conversations and questions',
      tokens: 'Tokens',
      cached: 'Cached share of what the model read',
      spend: 'Spend, US dollars',
      firstWord: 'Wait for the first word',
      whole: 'Wait for the whole answer',
      states: 'How answers ended',
      failures: 'What went wrong',
      feedback: 'Feedback',
    },
    about: {
      firstWord: 'From the question to the first word. Estimated from ranges, so it is accurate to within one range.',
      whole: 'From the question to the last word, for complete answers. Estimated in the same way.',
      states: 'Every answer counts, including those that were retried.',
      feedback: 'Counted on the day of the rating.',
      failures: 'Nothing went wrong in this period.',
    },
    lines: {
      prompt: 'Read, not cached',
      cached: 'Read, cached',
      answer: 'Written',
      reasoning: 'Reasoning, part of written',
      median: 'Half within',
      p95: '95% within',
      complete: 'Answered',
      stopped: 'Stopped by the visitor',
      interrupted: 'Interrupted',
      failed: 'Failed',
      up: 'Thumbs up',
      down: 'Thumbs down',
    },
    toConversations: (n: string, line: string) => `${n}, show the conversations: ${line}`,
    wholeRange: 'Total',
    weeks: 'For a period this long, the charts show weeks. The tables and the file show every day.',
    version: (n: number) => (n === 0 ? 'Built-in' : `Version ${n}`),
    versionHead: 'Version',
    dayHead: 'Day (UTC)',
    toggle: (line: string) => `Show in the chart: ${line}`,
    chartLabel: (title: string, from: string, to: string) =>
      `Chart: ${title}, ${from} to ${to}. The table below shows the same.`,
    table: 'As a table',
    tableOf: (title: string) => `${title}, as a table`,
    chartFailed: 'The charts could not be loaded. The tables show the same.',
  },
  {
    title: '用量',
    range: '时间',
    lastDays: (n: number) => (n === 365 ? '一年' : `${n} 天`),
    ownDays: '自选日期',
    from: '从',
    to: '到',
    show: '查看',
    problem: (problem: RangeProblem) => chinese.of[problem],
    utc: '日期按 UTC 零点划分。',
    shown: (from: string, to: string) => (from === to ? from : `${from} – ${to}`),
    group: '查看方式',
    groups: { day: '按天', version: '按人设版本' },
    download: '下载 CSV',
    compared: (days: number) => `与之前的 ${count(days)} 天相比。`,

    emptyTitle: '这段时间没有人提问',
    empty:
      '访客一旦提问，这里就会显示有多少对话、回答用了多少 token、花了多少钱、访客等了多久，以及哪里出了问题。新的回答一分钟内计入。',
    toEmbed: '把聊天放到你的网页上',
    lookYear: '查看全年',

    same: '与之前持平',
    noneBefore: '之前没有可比的数据。',
    more: (by: string) => `增加 ${by}`,
    less: (by: string) => `减少 ${by}`,
    longer: (by: string) => `延长 ${by}`,
    shorter: (by: string) => `缩短 ${by}`,
    points: (n: string) => `${n} 个百分点`,
    none: '暂无',
    unknown: '未知',
    atLeast: (amount: string) => `至少 ${amount}`,
    someUnpriced: (n: number, of: number) => `${count(of)} 次回答中有 ${count(n)} 次价格未知`,

    conversations: '对话',
    conversationsHelp: '计入开始的那一天',
    questions: '提问',
    retries: (n: number) => `另有 ${count(n)} 次重新回答`,
    tokens: 'Token',
    tokensSplit: (prompt: string, answer: string) => `读入 ${prompt}，写出 ${answer}`,
    cachedShare: '缓存占比',
    cachedHelp: '占模型读入的 token',
    spend: '花费',
    perQuestion: (amount: string) => `每次提问 ${amount}`,
    firstWord: '首字等待',
    nineteen: (wait: string) => `95% 在 ${wait} 以内`,
    unanswered: '出错',
    unansweredOf: (n: number, of: number) => `${count(of)} 次回答中的 ${count(n)} 次`,
    thumbsUp: '好评',
    ratings: (ups: number, downs: number) => `${count(ups)} 个好评，${count(downs)} 个差评`,

    unpriced: (n: number, of: number) =>
      `${count(of)} 次回答中有 ${count(n)} 次的价格未知，实际花费更高。请在配置模型服务的地方（OPENAI_PRICES 或 PROVIDERS）写上缺少的价格。`,
    estimated: (n: number, of: number) =>
      `${count(of)} 次回答中有 ${count(n)} 次模型服务没有说明用量，其 token 数是我们的估算。`,

    refused: (n: number) => `有 ${count(n)} 个问题在询问模型之前就被拒绝，下面的数字不包括它们：`,
    refusedFor: (why: string, n: number) => `${why}：${count(n)}`,
    refusals: {
      session_limit_reached: '达到了单次对话的上限',
      visitor_limit_reached: '达到了访客当天的上限',
      site_limit_reached: '达到了整个站点的上限',
      site_misconfigured: '设置有误，谁也问不了',
    },

    charts: {
      asked: '对话与提问',
      tokens: 'Token',
      cached: '模型读入内容的缓存占比',
      spend: '花费（美元）',
      firstWord: '等待首字',
      whole: '等待完整回答',
      states: '回答的结果',
      failures: '哪里出了问题',
      feedback: '评价',
    },
    about: {
      firstWord: '从提问到第一个字。按区间估算，误差不超过一个区间。',
      whole: '从提问到最后一个字，只计完整的回答。估算方法相同。',
      states: '每次回答都计入，重新回答的也算。',
      feedback: '计入评价的那一天。',
      failures: '这段时间没有出过问题。',
    },
    lines: {
      prompt: '读入，未缓存',
      cached: '读入，已缓存',
      answer: '写出',
      reasoning: '思考（含在写出中）',
      median: '一半在此时间内',
      p95: '95% 在此时间内',
      complete: '已回答',
      stopped: '被访客停止',
      interrupted: '中断',
      failed: '失败',
      up: '好评',
      down: '差评',
    },
    toConversations: (n: string, line: string) => `${n}，查看这些对话：${line}`,
    wholeRange: '合计',
    weeks: '时间较长，图表按周显示；表格和文件仍按天列出。',
    version: (n: number) => (n === 0 ? '内置' : `版本 ${n}`),
    versionHead: '版本',
    dayHead: '日期 (UTC)',
    toggle: (line: string) => `在图中显示：${line}`,
    chartLabel: (title: string, from: string, to: string) => `图表：${title}，${from} 至 ${to}。下方表格内容相同。`,
    table: '表格形式',
    tableOf: (title: string) => `${title}，表格形式`,
    chartFailed: '图表没有加载成功，表格内容相同。',
  },
)

import type { Writing } from '../../protocol/schemas/transcript.ts'
import type { TurnState } from '../../protocol/schemas/turn.ts'
import type { FilterName } from './list/filter.ts'
import { count } from '../words/format.ts'

export const counted = (n: number, one: string, many: string): string => `${count(n)} ${n === 1 ? one : many}`
export const conversations = (n: number): string => counted(n, 'conversation', 'conversations')

interface Shared {
  filters: Record<FilterName, string>
  feedback: Record<'up' | 'down' | 'any', string>
  states: Record<TurnState, string>
  writings: Record<Writing, string>
  versionName: (version: number) => string
  turns: (n: number) => string
}

/** Words of the list and of the reading view. */
export const shared: Record<'en' | 'zh', Shared> = {
  en: {
    filters: {
      text: 'Words',
      feedback: 'Feedback',
      state: 'Outcome',
      failure: 'What went wrong',
      version: 'Persona version',
      writing: 'Written in',
      from: 'From (UTC)',
      to: 'To (UTC)',
    },
    feedback: { up: 'Thumbs up', down: 'Thumbs down', any: 'Any feedback' },
    states: {
      queued: 'Waiting',
      streaming: 'Being answered',
      complete: 'Answered',
      stopped: 'Stopped',
      interrupted: 'Interrupted',
      failed: 'Failed',
    },
    writings: {
      latin: 'Latin',
      han: 'Chinese characters',
      kana: 'Japanese',
      hangul: 'Korean',
      cyrillic: 'Cyrillic',
      arabic: 'Arabic',
      devanagari: 'Devanagari',
      other: 'Other',
    },
    versionName: (version) => (version === 0 ? 'Built-in persona' : `Version ${version}`),
    turns: (n) => counted(n, 'turn', 'turns'),
  },
  zh: {
    filters: {
      text: '关键词',
      feedback: '评价',
      state: '结果',
      failure: '出错原因',
      version: '人设版本',
      writing: '书写文字',
      from: '从 (UTC)',
      to: '到 (UTC)',
    },
    feedback: { up: '好评', down: '差评', any: '有评价' },
    states: {
      queued: '排队中',
      streaming: '回答中',
      complete: '已答完',
      stopped: '已停止',
      interrupted: '中断',
      failed: '失败',
    },
    writings: {
      latin: '拉丁字母',
      han: '汉字',
      kana: '日文',
      hangul: '韩文',
      cyrillic: '西里尔字母',
      arabic: '阿拉伯文',
      devanagari: '天城文',
      other: '其他',
    },
    versionName: (version) => (version === 0 ? '内置人设' : `第 ${version} 版`),
    turns: (n) => `${count(n)} 轮`,
  },
}

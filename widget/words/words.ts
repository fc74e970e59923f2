/**
 * Every text of the widget's own. One file per language has all of it, in two parts: what is needed until a visitor can
 * type, and the rest.
 */
export interface Words {
  language: Tag
  openChat: string
  closeChat: string
  /** The panel's name for screen readers. */
  chatWith: (name: string) => string
  newConversation: string
  menu: string
  loading: string
  ask: string
  send: string
  stop: string
  tryAgain: string
  /** Below a question that cannot be sent yet. */
  waiting: string
  noNetwork: string
  charactersLeft: (count: number) => string
  /** On the launcher: answers that arrived while the panel was closed. */
  unread: (count: number) => string
  trouble: Record<Trouble, string>
}

/** The available languages by BCP 47 tag, each in its own name. One file has the words of each. */
export const LANGUAGES = {
  en: 'English',
  'zh-CN': '简体中文',
  'zh-TW': '繁體中文',
  ja: '日本語',
  ko: '한국어',
  es: 'Español',
  fr: 'Français',
  de: 'Deutsch',
  'pt-BR': 'Português (Brasil)',
  ru: 'Русский',
  ar: 'العربية',
  hi: 'हिन्दी',
} as const
export type Tag = keyof typeof LANGUAGES

/** Texts about turns. */
export interface TurnsWords {
  /** The label before the title of the page that goes with the question. */
  aboutPage: string
  /** Removes the page from the next question. */
  leaveOut: string
  you: string
  writing: (name: string) => string
  stopped: string
  interrupted: string
  atLength: string
  jumpToLatest: string
  today: string
  yesterday: string
  copy: string
  copied: string
  /** The names of a code block and a table when they have the focus. */
  code: string
  table: string
  formula: string
  copyCode: string
  answerAgain: string
  edit: string
  cancel: string
  /** For several answers to one question. */
  answerOf: (which: number, count: number) => string
  previousAnswer: string
  nextAnswer: string
  goodAnswer: string
  badAnswer: string
  whatWasGood: string
  whatWasBad: string
  sendComment: string
  thanks: string
  feedbackNotSent: string
  turnTrouble: Record<TurnTrouble, string>
  /** The label of the id that a visitor may send to the owner after a failure. */
  reference: string
}

/** Texts of the menu. */
export interface MenuWords {
  conversations: string
  thisConversation: string
  downloadText: string
  downloadJson: string
  forgetMe: string
  forgetMeMeans: string
  forgetNow: string
  notForgotten: string
  forgotten: string
}

/** Texts for sites with a bot check or required identity. Loaded with the challenge. */
export interface ChallengeWords {
  /** The visitor has to do something in the box below. */
  asked: string
  /** The check could not be loaded. */
  blocked: string
  notPassed: string
  /** The page has to identify the visitor. */
  signIn: string
}

/** Of all failures, those that make a difference to a visitor who opens the chat. */
export type Trouble = 'notSetUp' | 'paused' | 'notHere' | 'unavailable' | 'offline' | 'general'

/** And those that also matter to a visitor who has asked something. */
export type TurnTrouble =
  | 'busy'
  | 'timeout'
  | 'refused'
  | 'cut'
  | 'tooLong'
  | 'conversationFull'
  | 'enoughToday'
  | 'enoughHere'

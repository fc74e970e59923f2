/**
 * Everything the widget says of its own accord. One file a language has all of it, in two parts: what is needed until a
 * visitor can type, and what comes after that.
 */
export interface Words {
  language: Tag
  openChat: string
  closeChat: string
  /** The panel's name, for those who hear it. */
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
  /** On the launcher: answers that came while the panel was closed. */
  unread: (count: number) => string
  trouble: Record<Trouble, string>
}

/** The languages we speak, by their BCP 47 tag, each as it calls itself. One file has the words of each. */
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

/** What is said about turns. */
export interface TurnsWords {
  /** What goes along with the question, before the page's title. */
  aboutPage: string
  /** Leaves the page out of the next question. */
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
  /** What a code block and a table are called when they have the focus. */
  code: string
  table: string
  formula: string
  copyCode: string
  answerAgain: string
  edit: string
  cancel: string
  /** Of several answers to one question. */
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
  /** Before what a visitor may quote to the owner of a failure. */
  reference: string
}

/** What is said in the menu. */
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

/** What is said where the owner has a bot check, or asks for a proof of identity: it comes with that. */
export interface ChallengeWords {
  /** The visitor has to do something in the box below. */
  asked: string
  /** What checks could not be fetched. */
  blocked: string
  notPassed: string
  /** The page has to say who is there. */
  signIn: string
}

/** What makes a difference to a visitor who opens the chat, out of all that can go wrong. */
export type Trouble = 'notSetUp' | 'paused' | 'notHere' | 'unavailable' | 'offline' | 'general'

/** And besides that, to one who has asked something. */
export type TurnTrouble =
  | 'busy'
  | 'timeout'
  | 'refused'
  | 'cut'
  | 'tooLong'
  | 'conversationFull'
  | 'enoughToday'
  | 'enoughHere'

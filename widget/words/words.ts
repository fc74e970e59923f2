/** Everything the widget says of its own accord. One file a language has all of it. */
export interface Words {
  /** A BCP 47 tag. */
  language: string
  openChat: string
  closeChat: string
  /** The panel's name, for those who hear it. */
  chatWith: (name: string) => string
  newConversation: string
  you: string
  writing: (name: string) => string
  loading: string
  ask: string
  send: string
  stop: string
  tryAgain: string
  stopped: string
  interrupted: string
  atLength: string
  newWordsBelow: string
  noNetwork: string
  charactersLeft: (count: number) => string
  trouble: Record<Trouble, string>
}

/** What makes a difference to a visitor, out of all that can go wrong. */
export type Trouble =
  | 'busy'
  | 'notSetUp'
  | 'unavailable'
  | 'timeout'
  | 'refused'
  | 'cut'
  | 'tooLong'
  | 'offline'
  | 'general'

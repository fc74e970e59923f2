/** What an owner can mend: a sentence that says what is wrong, and what to do about it. Never holds a key. */
export class Trouble extends Error {
  readonly mend: string

  constructor(sentence: string, mend: string) {
    super(sentence)
    this.name = 'Trouble'
    this.mend = mend
  }
}

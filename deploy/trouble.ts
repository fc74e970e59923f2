/** A problem that an owner can fix: one sentence with what is wrong and what to do about it. Never contains a key. */
export class Trouble extends Error {
  readonly remedy: string

  constructor(sentence: string, remedy: string) {
    super(sentence)
    this.name = 'Trouble'
    this.remedy = remedy
  }
}

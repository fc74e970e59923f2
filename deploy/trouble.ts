/** A problem that an owner can fix: one sentence with what is wrong and what to do about it. Never contains a key. */
export class Trouble extends Error {
  readonly mend: string

  constructor(sentence: string, mend: string) {
    super(sentence)
    this.name = 'Trouble'
    this.mend = mend
  }
}

/** Why `npm start` gives up: one sentence for the engineer, with what to do. */
export class CannotStart extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = 'CannotStart'
  }
}

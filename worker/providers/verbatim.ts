/** A body that goes out as it came, to the byte. Its model is told beside it: some providers want it in the address. */
export class Verbatim {
  readonly model: string
  readonly bytes: Uint8Array

  constructor(model: string, bytes: Uint8Array) {
    this.model = model
    this.bytes = bytes
  }
}

import { Failure } from '../../protocol/failure.ts'

/** Keeps what `Gate` in `gate.ts` promises. */
export class GateObject {
  async run(_order: unknown): Promise<Response> {
    throw new Failure('not_found')
  }
}

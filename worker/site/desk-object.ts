import { Failure } from '../../protocol/failure.ts'

/** Keeps what `Desk` in `desk.ts` promises. */
export class DeskObject {
  async run(_order: unknown): Promise<Response> {
    throw new Failure('not_found')
  }
}

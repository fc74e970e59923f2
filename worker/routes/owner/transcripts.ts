import { Failure } from '../../../protocol/failure.ts'

export function transcriptRoutes() {
  return {
    async todo(): Promise<Response> {
      throw new Failure('not_found')
    },
  }
}

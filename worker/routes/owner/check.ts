import { Failure } from '../../../protocol/failure.ts'

export function checkRoutes() {
  return {
    async todo(): Promise<Response> {
      throw new Failure('not_found')
    },
  }
}

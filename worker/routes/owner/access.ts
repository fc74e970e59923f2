import { Failure } from '../../../protocol/failure.ts'

export function accessRoutes() {
  return {
    async todo(): Promise<Response> {
      throw new Failure('not_found')
    },
  }
}

import { Failure } from '../../../protocol/failure.ts'

export function ownerSiteRoutes() {
  return {
    async todo(): Promise<Response> {
      throw new Failure('not_found')
    },
  }
}

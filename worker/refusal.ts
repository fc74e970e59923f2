import { Failure, failureBody } from '../protocol/failure.ts'

/** The response for anything thrown: a known failure by its code, everything else as `internal`, saying nothing. */
export function refuse(error: unknown): Response {
  const { code, param, status, retryAfterSeconds, problems } =
    error instanceof Failure ? error : new Failure('internal')
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterSeconds)) }
  return Response.json({ error: { ...failureBody(code, param), ...(problems && { problems }) } }, { status, headers })
}

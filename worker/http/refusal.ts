import { Failure, failureBody } from '../../protocol/failure.ts'
import { faultLine, type Log, type LogEntry } from '../base/log.ts'

/** The response for anything thrown: a known failure by its code, everything else as `internal`, without details. */
export function refuse(error: unknown): Response {
  const { code, param, status, retryAfterSeconds, problems } =
    error instanceof Failure ? error : new Failure('internal')
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterSeconds)) }
  return Response.json({ error: { ...failureBody(code, param), ...(problems && { problems }) } }, { status, headers })
}

/** The log line for it. */
export function refusalLine(error: unknown, about: { request?: string | undefined; where?: string }): LogEntry {
  if (!(error instanceof Failure)) return { ...faultLine(error), ...about }
  const { code, param, detail } = error
  return { event: 'refusal', code, ...about, param, detail }
}

/** Runs a command in an object: a failure becomes a refusal like anywhere else, which the caller passes on and logs. */
export async function refusing(log: Log, run: () => Promise<Response>): Promise<Response> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof Failure)) log(faultLine(error))
    return refuse(error)
  }
}

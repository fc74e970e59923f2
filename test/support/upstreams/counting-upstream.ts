/** A provider that uses everything it may, counts it, and remembers which models were requested. */
import { createServer } from 'node:http'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { DONE, frame } from './fault-upstream.ts'

/** The token count of every prompt. */
export const PROMPT_TOKENS = 40

export interface CountingUpstream {
  /** Ends in `/v1`. */
  url: string
  /** Models, oldest first. */
  models: string[]
  stop(): Promise<void>
}

/** @param milliseconds how long an answer takes. */
export async function startCountingUpstream(milliseconds = 0): Promise<CountingUpstream> {
  const models: string[] = []
  const server = createServer(async (request, response) => {
    const body: { model: string; max_tokens: number } = JSON.parse(
      Buffer.concat(await Array.fromAsync(request)).toString(),
    )
    models.push(body.model)
    await pause(milliseconds)
    const usage = { prompt_tokens: PROMPT_TOKENS, completion_tokens: body.max_tokens }
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end(
      `${frame('an answer')}${frame('', 'stop')}data: ${JSON.stringify({ id: 'c', choices: [], usage })}\n\n${DONE}`,
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    models,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

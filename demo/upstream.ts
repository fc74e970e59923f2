/**
 * The embedded upstream: a Chat Completions provider on this machine that needs no key and knows a handful of answers.
 * For development only; it is not part of the deployed Worker.
 */
import { once } from 'node:events'
import { createServer, getTextContent, isChatCompletionBody } from '@copilotkit/aimock'
import type { ChatCompletionRequest, Fixture, JournalEntry } from '@copilotkit/aimock'
import { answerTo } from './answers.ts'
import { HOST } from './port.ts'

export const DEMO_MODEL = 'inglenook-demo'

export interface Upstream {
  /** Ends in `/v1`. */
  url: string
  /** All requests received, oldest first; headers with a key are redacted. */
  journal: () => JournalEntry[]
  /** The chat completions that were requested, oldest first, unchanged. */
  requests: () => ChatCompletionRequest[]
  stop: () => Promise<void>
}

export interface UpstreamOptions {
  /** 0 (the default) is any free port. */
  port?: number
  /** Two characters each. The default of 30 is comfortable to read along with. */
  chunksPerSecond?: number
}

export async function startUpstream({ port = 0, chunksPerSecond = 30 }: UpstreamOptions = {}): Promise<Upstream> {
  const fixture = {
    match: { endpoint: 'chat' },
    response: ({ messages }: ChatCompletionRequest) => ({
      content: answerTo(messages.map(({ role, content }) => ({ role, text: getTextContent(content) ?? '' }))),
    }),
    chunkSize: 2,
    streamingProfile: { ttft: 8000 / chunksPerSecond, tps: chunksPerSecond, jitter: 0.4 },
  } satisfies Fixture
  // The first lists the model at /v1/models; the second answers for any model.
  const fixtures = [{ ...fixture, match: { ...fixture.match, model: DEMO_MODEL } }, fixture]
  const { server, journal, url } = await createServer(fixtures, { host: HOST, port, journalMaxEntries: 1000 })
  return {
    url: `${url}/v1`,
    journal: () => journal.getAll(),
    requests: () =>
      journal
        .getAll()
        .map(({ body }) => body)
        .filter(isChatCompletionBody),
    async stop() {
      const closed = once(server, 'close')
      server.close()
      // A streaming answer would keep the process running until its end.
      server.closeAllConnections()
      await closed
    },
  }
}

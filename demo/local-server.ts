/** Looks for a model server on this machine: one that lists its models as the Chat Completions API does. */
import { field } from '../protocol/record.ts'

export interface LocalServer {
  name: string
  /** Ends in `/v1`. */
  baseUrl: string
  /** The first of its models that can chat. */
  model: string
}

/** The usual addresses. The first one that answers, in this order, is used. */
export const USUAL_PORTS: readonly Candidate[] = [
  { name: 'Ollama', port: 11434 },
  { name: 'LM Studio', port: 1234 },
  { name: 'llama.cpp', port: 8080 },
]

export interface Candidate {
  name: string
  port: number
}

const PROBE_MS = 400

/** Asks all candidates at once, and gives up on those that take longer than `withinMilliseconds`. */
export async function findLocalServer(
  candidates: readonly Candidate[] = USUAL_PORTS,
  withinMilliseconds = PROBE_MS,
): Promise<LocalServer | undefined> {
  const found = await Promise.all(candidates.map((candidate) => probe(candidate, withinMilliseconds)))
  return found.find((server) => server !== undefined)
}

async function probe({ name, port }: Candidate, withinMilliseconds: number): Promise<LocalServer | undefined> {
  const baseUrl = `http://127.0.0.1:${port}/v1`
  try {
    const response = await fetch(`${baseUrl}/models`, {
      signal: AbortSignal.timeout(withinMilliseconds),
      redirect: 'error',
    })
    const model = response.ok ? chatModel(await response.json()) : undefined
    return model === undefined ? undefined : { name, baseUrl, model }
  } catch {
    // No server, too slow, or another program on this port: all the same to us.
    return undefined
  }
}

function chatModel(answer: unknown): string | undefined {
  const models = field(answer, 'data')
  if (!Array.isArray(models)) return undefined
  return models
    .map((model) => field(model, 'id'))
    .filter((id) => typeof id === 'string')
    .find((id) => id !== '' && !NOT_FOR_CHAT.test(id))
}

// LM Studio lists an embedding model even if nothing else is installed.
const NOT_FOR_CHAT = /embed|rerank|whisper|\btts\b/i

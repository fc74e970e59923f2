import { describe, expect, test, vi } from 'vitest'
import type { LogEntry } from '../../../worker/base/log.ts'
import { chatUpstream } from '../../../worker/providers/chat-upstream.ts'
import { wait, type Wait } from '../../../worker/base/wait.ts'
import type { Deadlines } from '../../../worker/providers/deadline.ts'
import type { Provider } from '../../../worker/providers/provider-list.ts'
import { CircuitBreaker } from '../../../worker/providers/circuit-breaker.ts'
import type { ChatRequest, Piece } from '../../../worker/providers/upstream.ts'
import { PATIENT } from '../../support/sampling/patient.ts'
import { callsOf, provider, scriptUrl } from '../support/provider.ts'

const WHOLE = 'The capital of China is Beijing。'
const request: ChatRequest = { provider: '', model: '', messages: [{ role: 'user', content: 'where?' }], sampling: {} }

interface Table {
  /** One provider a script, called like its script. */
  providers: Provider[]
  circuitBreaker: CircuitBreaker
  log: LogEntry[]
  pauses: number[]
  ask(own?: Partial<ChatRequest>, signal?: AbortSignal): Promise<{ text: string; last: Piece | undefined }>
  calls(script: string): Promise<number>
  moveClock(milliseconds: number): void
}

/** Without it nobody pauses, and the deadlines are the usual ones: longer than any test. */
interface Slow {
  pause: Wait
  deadlines: Partial<Deadlines>
}

function table(scripts: readonly string[], { pause, deadlines = {} }: Partial<Slow> = {}): Table {
  const mark = crypto.randomUUID()
  const log: LogEntry[] = []
  const pauses: number[] = []
  let moved = 0
  const circuitBreaker = new CircuitBreaker(() => Date.now() + moved)
  const providers = scripts.map((script) =>
    provider({ name: script, baseUrl: scriptUrl(script, mark), model: `${script}-model` }),
  )
  const upstream = chatUpstream(() => providers, {
    circuitBreaker,
    log: (entry) => log.push(entry),
    deadlines,
    pause: pause ?? (async (milliseconds) => void pauses.push(milliseconds)),
  })
  return {
    providers,
    circuitBreaker,
    log,
    pauses,
    async ask(own = {}, signal = new AbortController().signal) {
      let text = ''
      let last: Piece | undefined
      for await (const piece of upstream({ ...request, ...own }, signal)) {
        text += piece.text
        last = piece
      }
      return { text, last }
    },
    calls: (script) => callsOf(script, mark),
    moveClock: (milliseconds) => void (moved += milliseconds),
  }
}

describe('the order', () => {
  test('is the configuration’s', async () => {
    const { ask, calls } = table(['whole', 'slow'])
    expect((await ask()).last?.completion.provider).toBe('whole')
    expect(await calls('slow')).toBe(0)
  })

  test('begins with the one the site names', async () => {
    const { ask, calls } = table(['whole', 'slow'])
    expect((await ask({ provider: 'slow' })).last?.completion.provider).toBe('slow')
    expect(await calls('whole')).toBe(0)
  })

  test('has no place for a name nobody configured', async () => {
    const { ask } = table(['whole'])
    await expect(ask({ provider: 'gone' })).rejects.toMatchObject({ code: 'site_misconfigured', param: 'upstream' })
  })
})

describe('the next provider answers', () => {
  test('after the first was tried three times', async () => {
    const { ask, calls, pauses, log } = table(['status-500', 'whole'])
    const { text, last } = await ask()
    expect(text).toBe(WHOLE)
    expect(last?.completion.provider).toBe('whole')
    expect(await calls('status-500')).toBe(3)
    expect(pauses).toHaveLength(2)
    expect(log.map(({ event, provider: name, tried, code }) => ({ event, name, tried, code }))).toEqual(
      [1, 2, 3].map((tried) => ({ event: 'upstream', name: 'status-500', tried, code: 'upstream_unavailable' })),
    )
  })

  test.for(['status-401', 'status-404', 'status-400', 'status-429-long', 'html', 'redirect'])(
    'at once after %s',
    async (script) => {
      const { ask, calls, pauses } = table([script, 'whole'])
      expect((await ask()).text).toBe(WHOLE)
      expect(await calls(script)).toBe(1)
      expect(pauses).toEqual([])
    },
  )

  test('at once after one that says nothing for as long as is waited', async () => {
    // The clock stands still but for once: the first one's time is over, and the next one has all it needs.
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
    try {
      const { ask, calls, pauses } = table(['headers-never', 'whole'], { deadlines: { firstByteSeconds: 0.1 } })
      const asking = ask()
      await expect.poll(() => calls('headers-never'), PATIENT).toBe(1)
      vi.setSystemTime(Date.now() + 1000)
      expect((await asking).text).toBe(WHOLE)
      expect(await calls('headers-never')).toBe(1)
      expect(pauses).toEqual([])
    } finally {
      vi.useRealTimers()
    }
  })

  test('after a stream that began without a word', async () => {
    const { ask, calls } = table(['openrouter-busy', 'whole'])
    expect((await ask()).text).toBe(WHOLE)
    expect(await calls('openrouter-busy')).toBe(3)
  })

  test('but never once the visitor has read a word', async () => {
    const { ask, calls } = table(['end-mid-word', 'whole'])
    await expect(ask()).rejects.toMatchObject({ code: 'answer_cut' })
    expect(await calls('end-mid-word')).toBe(1)
    expect(await calls('whole')).toBe(0)
  })

  test('and when none can, the last failure is told', async () => {
    const { ask } = table(['status-500', 'status-429-long'])
    await expect(ask()).rejects.toMatchObject({ code: 'upstream_rate_limited', retryAfterSeconds: 3600 })
  })
})

describe('the model', () => {
  const modelsAsked = async (own: Partial<ChatRequest>, secondModels: Provider['models'] = {}) => {
    const { providers, ask } = table(['status-401', 'echo'])
    const [first, second] = providers
    if (!first || !second) return expect.unreachable()
    second.models = secondModels
    const { text } = await ask(own)
    return /"model":"([^"]+)"/.exec(text)?.[1]
  }

  test('of a site that names none is each provider’s own', async () => {
    expect(await modelsAsked({})).toBe('echo-model')
  })

  test('of the site goes to the provider it chose', async () => {
    expect(await modelsAsked({ provider: 'echo', model: 'special' })).toBe('special')
  })

  test('of the site is replaced where the next provider does not list it', async () => {
    expect(await modelsAsked({ model: 'special' })).toBe('echo-model')
  })

  test('of the site is kept where the next provider lists it', async () => {
    expect(await modelsAsked({ model: 'special' }, { special: { input: 1, output: 2 } })).toBe('special')
  })
})

describe('a provider that failed three times in a row', () => {
  test('is asked last for 30 seconds, then first again', async () => {
    const { ask, calls, moveClock } = table(['status-503', 'whole'])
    await ask()
    expect(await calls('status-503')).toBe(3)
    await ask()
    expect(await calls('status-503')).toBe(3)
    moveClock(30_001)
    await ask()
    expect(await calls('status-503')).toBeGreaterThan(3)
  })

  test('is asked once when there is no other', async () => {
    const { ask, calls } = table(['status-503'])
    await expect(ask()).rejects.toMatchObject({ code: 'upstream_unavailable' })
    await expect(ask()).rejects.toMatchObject({ code: 'upstream_unavailable' })
    expect(await calls('status-503')).toBe(4)
  })

  test('does not rest for what was wrong with the questions', async () => {
    const { ask, circuitBreaker } = table(['status-400'])
    for (let question = 0; question < 4; question += 1) {
      await expect(ask()).rejects.toMatchObject({ code: 'upstream_refused' })
    }
    expect(circuitBreaker.isResting('status-400')).toBe(false)
  })

  test('starts to count anew after an answer', () => {
    const circuitBreaker = new CircuitBreaker()
    for (const act of ['failed', 'failed', 'worked', 'failed', 'failed'] as const) circuitBreaker[act]('p')
    expect(circuitBreaker.isResting('p')).toBe(false)
    circuitBreaker.failed('p')
    expect(circuitBreaker.isResting('p')).toBe(true)
  })
})

test('a visitor who stops does not wait for the pause, and nobody is asked after that', async () => {
  const stop = new AbortController()
  const { ask, calls } = table(['status-500', 'whole'], {
    pause(_milliseconds, signal) {
      const longerThanTheTest = wait(600_000, signal)
      stop.abort('stopped')
      return longerThanTheTest
    },
  })
  await expect(ask({}, stop.signal)).rejects.toBe('stopped')
  expect(await calls('status-500')).toBe(1)
  expect(await calls('whole')).toBe(0)
})

test('the pauses count toward the whole deadline', async () => {
  // The clock stands still but for the pauses: half a second, and then a second that would be too long.
  vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
  try {
    const pauses: number[] = []
    const { ask, calls } = table(['status-500'], {
      deadlines: { wholeSeconds: 1.2 },
      async pause(milliseconds) {
        pauses.push(milliseconds)
        vi.setSystemTime(Date.now() + milliseconds)
      },
    })
    await expect(ask()).rejects.toMatchObject({ code: 'upstream_unavailable' })
    expect(await calls('status-500')).toBe(2)
    expect(pauses).toHaveLength(1)
  } finally {
    vi.useRealTimers()
  }
})

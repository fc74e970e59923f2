import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { isTypedInto, linkOnEnter } from '../../demo/sign-in-again.ts'

test('each Enter prints another sign-in link, or says why there is none', async () => {
  const answers = [() => Promise.resolve('http://x/#code=1'), () => Promise.resolve(null), () => Promise.reject('gone')]
  const input = new PassThrough()
  const printed = new PassThrough({ objectMode: true })
  const print = (line: string) => void printed.write(line)
  const end = linkOnEnter({ signInLink: () => answers.shift()?.() ?? Promise.resolve('') }, { input, print })
  const next = async (): Promise<unknown> => {
    const [line] = await once(printed, 'data')
    return line
  }
  for (const expected of ['http://x/#code=1', 'too many failed sign-ins', 'gone']) {
    const line = next()
    input.write('\n')
    expect(await line).toContain(expected)
  }
  end()
})

test('if nobody can type, nothing is read', async () => {
  expect(await isTypedInto({}, process.pid)).toBe(false)
  expect(await isTypedInto({ isTTY: false }, process.pid)).toBe(false)
})

/** Whose token a request goes out with. */
import { expect, test } from 'vitest'
import { siteMemory, type Memory } from '../../widget/memory.ts'
import { sessionBearer } from '../../widget/session.ts'

function memory(): Memory {
  return siteMemory('demo', () => {
    throw new Error('refused')
  })
}

/** Runs one at a time, as a browser's locks do. */
function oneAtATime() {
  let last: Promise<unknown> | undefined
  return <Result>(run: (isSecond: boolean) => Promise<Result>): Promise<Result> => {
    const mine = last ? last.then(() => run(true)) : run(false)
    last = mine.catch(() => {})
    return mine
  }
}

const opener = () => {
  const opened: string[] = []
  const open = async () => {
    const token = `token-${opened.length + 1}`
    opened.push(token)
    return { token, expiresAt: '2026-12-01T00:00:00.000Z' }
  }
  return { opened, open }
}

test('two tabs that need a session in the same moment get the same one', async () => {
  const shared = memory()
  const { opened, open } = opener()
  const alone = oneAtATime()
  const tab = () => sessionBearer({ memory: shared, open, begun: () => {}, alone })
  expect(await Promise.all([tab()(), tab()()])).toEqual(['token-1', 'token-1'])
  expect(opened).toEqual(['token-1'])
})

test('a token that was refused is not taken for another tab’s', async () => {
  const shared = memory()
  const { opened, open } = opener()
  const begun: boolean[] = []
  const bearer = sessionBearer({
    memory: shared,
    open,
    begun: (isRenewed) => void begun.push(isRenewed),
    alone: oneAtATime(),
  })
  const first = await bearer()
  expect(await bearer(first)).toBe('token-2')
  expect(opened).toHaveLength(2)
  expect(begun).toEqual([false, true])
})

test('a session that cannot be opened keeps nobody from trying again', async () => {
  const { open } = opener()
  let fails = true
  const bearer = sessionBearer({
    memory: memory(),
    open: () => (fails ? Promise.reject(new Error('no network')) : open()),
    begun: () => {},
    alone: oneAtATime(),
  })
  await expect(bearer()).rejects.toThrow('no network')
  fails = false
  expect(await bearer()).toBe('token-1')
})

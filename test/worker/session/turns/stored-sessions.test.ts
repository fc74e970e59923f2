/** What earlier versions stored goes on: a session's tables, and the history copy in KV. */
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { exchangeTokens } from '../../../../worker/base/tokens/exchange.ts'
import { talk, type Talk } from '../../support/talking-session.ts'

const ID = 'a3bb189e-8bf9-4bf5-9c9e-2a1f6a1e7c11'
const CREATED = '2026-10-01T08:00:00.000Z'
const COMPLETION = {
  provider: 'default',
  completionId: 'c',
  model: 'm',
  created: 1,
  finishReason: 'stop',
  usage: null,
}

/** As they were made before attempts had questions, feedback and times, and turns had pages. */
const TABLES = `
  DROP TABLE turns;
  DROP TABLE attempts;
  CREATE TABLE turns (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, question TEXT NOT NULL, created_at INTEGER NOT NULL
  );
  CREATE TABLE attempts (
    seq INTEGER NOT NULL, attempt INTEGER NOT NULL, state TEXT NOT NULL, answer TEXT NOT NULL, failure TEXT,
    completion TEXT, persona_version INTEGER NOT NULL, last_event INTEGER NOT NULL, tokens INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (seq, attempt)
  ) WITHOUT ROWID;
`

/** As it was written by that version. */
const BOOK = {
  version: 1,
  turns: [
    {
      id: ID,
      seq: 1,
      attempt: 2,
      state: 'complete',
      failure: null,
      ...COMPLETION,
      personaVersion: 3,
      createdAt: CREATED,
      question: 'an old question',
      answer: 'the second answer',
      earlierAttempts: [{ attempt: 1, state: 'interrupted', answer: 'the first ans' }],
      feedback: null,
      lastEventId: null,
    },
  ],
  receipts: [],
}

/** What a visitor sees of it now. */
const NOW = (earlier: { finishReason: string | null; failure: string | null }) => ({
  ...BOOK.turns[0],
  attemptedAt: CREATED,
  page: null,
  earlierAttempts: [
    {
      attempt: 1,
      state: 'interrupted',
      question: 'an old question',
      answer: 'the first ans',
      feedback: null,
      createdAt: CREATED,
      ...earlier,
    },
  ],
})

/** As they were made before turns had limits. */
const RECEIPTS = `
  DROP TABLE receipts;
  CREATE TABLE receipts (
    seq INTEGER NOT NULL, attempt INTEGER NOT NULL, accepted_at INTEGER NOT NULL, persona_version INTEGER NOT NULL,
    asked TEXT, prompt_tokens INTEGER, entry TEXT, unrecorded_since INTEGER, PRIMARY KEY (seq, attempt)
  ) WITHOUT ROWID;
  CREATE INDEX unrecorded_receipts ON receipts (unrecorded_since) WHERE unrecorded_since IS NOT NULL;
`

async function goesOn({ turns, rate, retry, ask, prompts }: Talk): Promise<void> {
  await rate(ID, { rating: 'up', attempt: 1 })
  await retry(ID, { attempt: 3, text: 'a new question' })
  expect(await turns()).toMatchObject([
    {
      attempt: 3,
      question: 'a new question',
      createdAt: CREATED,
      attemptedAt: expect.not.stringMatching(CREATED),
      earlierAttempts: [
        { question: 'an old question', feedback: { rating: 'up' } },
        { question: 'an old question', answer: 'the second answer', finishReason: 'stop', createdAt: CREATED },
      ],
    },
  ])
  await ask('and?')
  const said = prompts.at(-1)?.map(({ content }) => content)
  expect(said?.slice(1)).toEqual(['a new question', 'answer to a new question', 'and?'])
}

test('the tables of a stored session get their missing columns, and reliable sizes', () =>
  talk({}, async (session) => {
    await session.turns()
    const { sql } = session.storage
    sql.exec(TABLES)
    sql.exec('INSERT INTO turns VALUES (1, ?, ?, ?)', ID, 'an old question', Date.parse(CREATED))
    const insert = 'INSERT INTO attempts VALUES (1, ?, ?, ?, ?, ?, 3, ?, ?)'
    sql.exec(insert, 1, 'interrupted', 'the first ans', 'answer_cut', JSON.stringify(COMPLETION), 12, 7)
    sql.exec(insert, 2, 'complete', 'the second answer', null, JSON.stringify(COMPLETION), 20, 9)
    session.restart()
    expect(await session.turns()).toEqual([NOW({ failure: 'answer_cut', finishReason: 'stop' })])
    // Sizes that an earlier version estimated could be far too low.
    expect(sql.exec('SELECT tokens FROM attempts').toArray()).toEqual(
      ['the first ans', 'the second answer'].map((answer) => ({
        tokens: exchangeTokens({ question: 'an old question', answer, usage: null }),
      })),
    )
    // A second time there is nothing to do.
    session.restart()
    expect(await session.turns()).toHaveLength(1)
    await goesOn(session)
  }))

test('the history copy of an earlier version is restored', () =>
  talk({}, async (session) => {
    session.holder.issuedAt = 0
    await env.HISTORY.put(`history:demo:${session.holder.session}`, JSON.stringify(BOOK))
    // Why the first attempt was interrupted, that copy does not say.
    expect(await session.turns()).toEqual([NOW({ failure: null, finishReason: null })])
    await goesOn(session)
  }))

test('so is a copy from before providers had names, whose answers do not mention them', () =>
  talk({}, async (session) => {
    session.holder.issuedAt = 0
    const [{ provider: _, ...turn } = {}] = BOOK.turns
    const key = `history:demo:${session.holder.session}`
    await env.HISTORY.put(key, JSON.stringify({ version: 1, turns: [turn] }))
    expect(await session.turns()).toMatchObject([{ id: ID, provider: null, question: 'an old question' }])
  }))

test('an answer of blanks, as release 0.1 stored them, is in no prompt', () =>
  talk({}, async (session) => {
    await session.ask('one')
    await session.ask('two')
    session.storage.sql.exec('UPDATE attempts SET answer = ? WHERE seq = 1', ' \n\t\u3000\u00A0')
    session.restart()
    await session.ask('three')
    const said = session.prompts.at(-1)?.map(({ content }) => content)
    expect(said?.slice(1)).toEqual(['two', 'answer to two', 'three'])
  }))

test('usage from before there were limits counts towards them, recorded or not', () =>
  talk({ turnsPerSession: 3, tokensPerVisitorDay: 0 }, async (session) => {
    await session.ask('one')
    const { sql } = session.storage
    const [{ entry } = { entry: '' }] = sql.exec<{ entry: string }>('SELECT entry FROM receipts').toArray()
    sql.exec(RECEIPTS)
    session.storage.kv.delete('lease')
    const asked = { ...JSON.parse(entry), provider: 'default' }
    const insert = 'INSERT INTO receipts VALUES (?, 1, ?, 3, ?, 10, ?, ?)'
    sql.exec(insert, 1, Date.now(), null, JSON.stringify(asked), Date.now())
    session.restart()
    await session.ask('two')
    expect(sql.exec('SELECT seq FROM receipts WHERE unrecorded_since IS NOT NULL').toArray()).toEqual([{ seq: 2 }])
    sql.exec("UPDATE receipts SET entry = json_set(entry, '$.provider', 'default')")
    await session.ask('three')
    sql.exec("UPDATE receipts SET entry = json_set(entry, '$.provider', 'default')")
    await expect(session.ask('four')).rejects.toMatchObject({ code: 'session_limit_reached' })
  }))

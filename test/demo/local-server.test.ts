/** A model server on this machine is found by itself; whatever else listens there is passed over. */
import { createServer } from 'node:http'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { findLocalServer } from '../../demo/local-server.ts'

/** So that what a server says decides, and not how fast a busy machine lets it speak. */
const LONG_MILLISECONDS = 15_000

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** Answers `GET /v1/models` with this body, or never. */
async function listen(body: string | null): Promise<number> {
  const server = createServer((request, response) => {
    if (body !== null) response.writeHead(request.url === '/v1/models' ? 200 : 404).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return address !== null && typeof address === 'object' ? address.port : 0
}

const models = (...ids: string[]) => JSON.stringify({ object: 'list', data: ids.map((id) => ({ id })) })

test('the first candidate that lists a chat model is chosen', async () => {
  const [first, second] = [await listen(models('nomic-embed-text', 'llama3')), await listen(models('other'))]
  const candidates = [
    { name: 'Ollama', port: first },
    { name: 'LM Studio', port: second },
  ]
  const found = await findLocalServer(candidates, LONG_MILLISECONDS)
  expect(found).toEqual({ name: 'Ollama', baseUrl: `http://127.0.0.1:${first}/v1`, model: 'llama3' })
})

test.for<[string, string]>([
  ['lists nothing', models()],
  ['lists embeddings only', models('text-embedding-3-small')],
  ['answers with a page', '<!doctype html>'],
  ['answers with something else', '{"data":{"id":"llama3"}}'],
  ['lists something that is not a model', '{"data":[null,7,{"id":""},{}]}'],
])('a server that %s is ignored', async ([, body]) => {
  expect(await findLocalServer([{ name: 'x', port: await listen(body) }], LONG_MILLISECONDS)).toBeUndefined()
})

test('a server that never answers is given up', async () => {
  expect(await findLocalServer([{ name: 'x', port: await listen(null) }])).toBeUndefined()
})

test('a port without a server is ignored', async () => {
  expect(await findLocalServer([{ name: 'x', port: 9 }])).toBeUndefined()
})

/** A trivial page with a chat on it, and a backend that gives the same answer to every question. */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import type { Embed } from './embeds.ts'

export interface EmbedPages {
  origin: string
  /** Serves it; returns the page's address. */
  serve(embed: Embed | undefined): string
  stop(): Promise<void>
}

/** Requests of a peer to other hosts, such as for fonts, fail at once, in every run. */
export const NO_STRANGERS = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1']

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

const pageWith = (html: string) =>
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">' +
  '<style>body { font: 16px/1.5 sans-serif; max-width: 40em; margin: auto }</style>' +
  `<h1>A page</h1><p>It has a heading, a paragraph, and what is pasted below.</p>${html}`

/** One at a time: `/files/` serves the latest. */
export async function startEmbedPages(): Promise<EmbedPages> {
  let served: Embed | undefined
  const files = new Map<string, Buffer>()
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://page')
    if (pathname === '/') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      return response.end(pageWith(served?.html ?? ''))
    }
    if (pathname.startsWith('/files/') && served) {
      const file = path.join(served.folder, pathname.slice('/files/'.length))
      const body = files.get(file) ?? (await readFile(file).catch(() => undefined))
      if (!body) return response.writeHead(404).end()
      files.set(file, body)
      response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' })
      return response.end(body)
    }
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json' })
    return response.end(JSON.stringify(ANSWER))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const origin = `http://127.0.0.1:${address.port}`
  return {
    origin,
    serve(embed) {
      served = embed
      return `${origin}/`
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** With a bit of every element of an answer. */
export const MARKDOWN = 'An **answer** with `code`:\n\n- one\n- two\n\n```js\nlet a = 1\n```\n'
/** Typebot's flow with one question; its answers are not Markdown. */
const FLOW = {
  sessionId: 'bench',
  typebot: { id: 'bench', version: '6', theme: {}, settings: {} },
  messages: [],
  input: { id: 'question', type: 'text input', options: {} },
}
/** deep-chat, n8n and Flowise look for it under these names. */
const ANSWER = { text: MARKDOWN, output: MARKDOWN, chatId: 'bench', ...FLOW }

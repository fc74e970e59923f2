/** Pages that show a growing answer: with one of `streams/`, or with an embedded widget. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import path from 'node:path'
import { build } from 'esbuild'
import { BENCH } from '../peers.ts'
import type { Driven, Pace } from '../streams/drive.ts'

export interface StreamPages {
  origin: string
  /** @param file in `streams/`. Returns the page's address. */
  serveStream(file: string): Promise<string>
  serve(html: string): string
  stop(): Promise<void>
}

declare global {
  /** Only on a page of `serveStream`. */
  function sayTo(pace: Pace): Promise<Driven>
}

const pageWith = (html: string) =>
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">' +
  '<style>main { font: 15px/1.5 sans-serif; width: 600px; height: 500px; overflow: auto }</style>' +
  `<main></main>${html}`

export async function startStreamPages(): Promise<StreamPages> {
  const files = new Map<string, { type: string; body: string }>()
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '')
    if (!file) return response.writeHead(404).end()
    return response.writeHead(200, { 'content-type': `${file.type}; charset=utf-8` }).end(file.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const origin = `http://127.0.0.1:${address.port}`

  function serve(html: string): string {
    files.set('/', { type: 'text/html', body: pageWith(html) })
    return `${origin}/`
  }

  return {
    origin,
    serve,
    async serveStream(file) {
      const script = `/${file}`
      if (!files.has(script)) files.set(script, { type: 'text/javascript', body: await bundled(file) })
      return serve(`<script src="${script}"></script>`)
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function bundled(file: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents:
        "import { drive } from 'the-driver'; import { begin } from 'the-stream'; " +
        'globalThis.sayTo = (pace) => drive(begin, pace)',
      resolveDir: BENCH,
    },
    alias: {
      'the-driver': path.join(BENCH, 'streams/drive.ts'),
      'the-stream': path.join(BENCH, 'streams', file),
    },
    bundle: true,
    minify: true,
    format: 'iife',
    charset: 'utf8',
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}

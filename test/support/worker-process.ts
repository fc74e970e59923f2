/** The Worker in a process tree of its own, so that a test can kill the runtime. Prints its address. */
import { startWorker } from '../../demo/worker.ts'

const [state = '', baseUrl = ''] = process.argv.slice(2)
const worker = await startWorker({
  host: '127.0.0.1',
  port: 0,
  state,
  // Faster than people.
  perMinute: 100_000,
  bindings: {
    SESSION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64url')}`,
    OPENAI_API_KEY: 'sk-test',
    OPENAI_BASE_URL: baseUrl,
    LOCAL_UPSTREAMS: 'true',
    DEMO_ORIGINS: 'http://localhost:8788',
  },
  log: () => {},
})
console.log(worker.url)

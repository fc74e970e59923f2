/** The Worker in its own process tree, so that a test can kill the runtime. Prints its address. */
import { startWorker } from '../../../demo/worker.ts'
import { PROVIDER_KEY, SESSION_KEYS } from './canaries.ts'

const [state = '', baseUrl = ''] = process.argv.slice(2)
const worker = await startWorker({
  host: '127.0.0.1',
  port: 0,
  state,
  // Faster than people ask.
  perMinute: 100_000,
  // It is restarted many times.
  direct: true,
  bindings: {
    SESSION_KEYS,
    OPENAI_API_KEY: PROVIDER_KEY,
    OPENAI_BASE_URL: baseUrl,
    LOCAL_UPSTREAMS: 'true',
    DEMO_ORIGINS: 'http://localhost:8788',
  },
  log: () => {},
})
console.log(worker.url)

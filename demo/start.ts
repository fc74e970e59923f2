/**
 * `npm start`: the demo page on one origin and the Worker on another, until Ctrl-C. It prints their addresses, a sign-in link for
 * the console, and the tag to paste.
 *
 * From the environment, or from .dev.vars: PORT (the Worker's, 8787), DEMO_PORT (the page's, 8788), OPENAI_API_KEY,
 * OPENAI_BASE_URL, OPENAI_MODEL, OPENAI_PRICES and PROVIDERS (your providers; without any of them a server on this machine, or
 * the built-in demo model), INGLENOOK_STATE (the folder for stored data, .inglenook). More in docs/providers.md.
 */
import { CannotStart } from './cannot-start.ts'
import { HINT, isTypedInto, linkOnEnter } from './sign-in-again.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const STOP_MS = 2500
const PARENT_CHECK_MS = 250

// Read first: npm may be gone before the demonstration has started.
const parent = process.ppid
const exit = () => process.exit(0)
/** The first signal runs the clean-up. Only our listener: Miniflare's would end the process with 130 at once. */
function onSignal(act: () => void) {
  for (const signal of SIGNALS) process.removeAllListeners(signal).on(signal, act)
}

// During the start there is nothing to clean up: exiting is enough, and Miniflare kills the runtime on exit.
onSignal(exit)
try {
  // Loading wrangler takes a second or two, and a signal has to work already.
  const { startDemo } = await import('./demo.ts')
  const demo = await startDemo(process.env, (line) => console.log(line))
  const stop = () => {
    onSignal(exit)
    setTimeout(exit, STOP_MS)
    void demo.stop().finally(exit)
  }
  onSignal(stop)
  if (await isTypedInto(process.stdin, process.pid)) {
    console.log(HINT)
    linkOnEnter(demo, { input: process.stdin, print: (line) => console.log(line) })
  }
  if (process.env['npm_lifecycle_event']) onOrphaned(stop)
} catch (error) {
  console.error(error instanceof CannotStart ? error.message : error)
  process.exit(1)
}

/** npm passes a signal on to its shell, and a shell may end without passing it on to us: we would run for ever. */
function onOrphaned(act: () => void) {
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    act()
  }, PARENT_CHECK_MS)
}

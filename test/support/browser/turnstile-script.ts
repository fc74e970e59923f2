/**
 * A stand-in for Turnstile's script in a visitor's browser: requests to Cloudflare's address get this one. It shows a
 * frame if the visitor has to press something.
 */
import type { BrowserContext } from 'playwright-core'

export type Mode = 'pass' | 'interactive' | 'fail' | 'silent' | 'blocked' | 'empty'

export interface ScriptStandIn {
  /** How the next challenge goes. */
  mode: Mode
  /** The requests to Cloudflare's address. */
  requests: string[]
  /** What the widget passed to each challenge. */
  rendered: Record<string, unknown>[]
}

export async function standInForTurnstile(context: BrowserContext, newToken: () => string): Promise<ScriptStandIn> {
  const standIn: ScriptStandIn = { mode: 'pass', requests: [], rendered: [] }
  await context.exposeFunction('nextChallenge', (options: Record<string, unknown>) => {
    standIn.rendered.push(options)
    return { mode: standIn.mode, token: newToken() }
  })
  await context.route('https://challenges.cloudflare.com/**', (route) => {
    const url = route.request().url()
    standIn.requests.push(url)
    if (url.endsWith('/frame')) return route.fulfill({ contentType: 'text/html', body: FRAME })
    if (standIn.mode === 'blocked') return route.abort()
    return route.fulfill({ contentType: 'text/javascript', body: standIn.mode === 'empty' ? '' : SCRIPT })
  })
  return standIn
}

const FRAME = `<!doctype html><body style="margin: 0; font: 14px sans-serif; border: 1px solid; height: 63px">
<button style="margin: 18px" onclick="parent.postMessage('pressed', '*')">I am a person</button>`

const SCRIPT = `
const frames = new Map()
window.turnstile = {
  render(container, { callback, ...options }) {
    if (container.getRootNode() !== document) throw new Error('[Cloudflare Turnstile] Could not find the container.')
    const id = 'cf-chl-widget-' + frames.size
    frames.set(id, undefined)
    const plain = Object.fromEntries(Object.entries(options).filter(([, value]) => typeof value !== 'function'))
    window.nextChallenge(plain).then(({ mode, token }) => {
      if (mode === 'pass') callback(token)
      if (mode === 'fail') options['error-callback']('300010')
      if (mode !== 'interactive') return
      options['before-interactive-callback']()
      const frame = document.createElement('iframe')
      frame.src = 'https://challenges.cloudflare.com/frame'
      frame.style.cssText = 'width: 100%; height: 65px; border: 0; display: block'
      container.append(frame)
      frames.set(id, frame)
      addEventListener('message', ({ source, data }) => {
        if (source === frame.contentWindow && data === 'pressed') callback(token)
      })
    })
    return id
  },
  remove(id) {
    frames.get(id)?.remove()
  },
}
`

/** A visitor in any engine: sees through shadow roots, and has a real mouse and a real keyboard. */
import { vi } from 'vitest'
import type { Engine, Input, Tab } from './tab.ts'

/** A CSS selector, or a button's name. */
export type Target = string | { button: string }

/** The arguments of a script in a page. */
interface Sight {
  /** The visible ones, in the page and in the chats. */
  seen(target: Target): HTMLElement[]
}

/** Busy machines and engines without a graphics card are slow. A longer timeout hides no failure. */
const PATIENCE = { timeout: 60_000, interval: 50 }

export const KEYS = { Enter: '\uE007', Escape: '\uE00C', Tab: '\uE004', Shift: '\uE008', Space: ' ' } as const
export type Key = keyof typeof KEYS

export class Visitor {
  readonly tab: Tab

  constructor(tab: Tab) {
    this.tab = tab
  }

  /** Runs in the page, like Playwright’s `evaluate`: the function sees nothing outside itself. */
  async run<Given extends readonly unknown[], Result>(
    script: (sight: Sight, ...given: Given) => Result,
    ...given: Given
  ): Promise<Awaited<Result>> {
    const call = `(${String(script)})((${String(sight)})(), ...${JSON.stringify(given)})`
    return JSON.parse(await this.tab.evaluate(`(async () => JSON.stringify((await ${call}) ?? null))()`))
  }

  texts(target: Target): Promise<string[]> {
    return this.run(({ seen }, target) => seen(target).map(({ textContent }) => textContent), target)
  }

  count(target: Target): Promise<number> {
    return this.run(({ seen }, target) => seen(target).length, target)
  }

  async appears(target: Target): Promise<void> {
    await waitFor(`${named(target)} to appear`, async () => (await this.count(target)) > 0)
  }

  async goes(target: Target): Promise<void> {
    await waitFor(`${named(target)} to go`, async () => (await this.count(target)) === 0)
  }

  async click(target: Target): Promise<void> {
    await this.#point(target, [
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ])
  }

  async hover(target: Target): Promise<void> {
    await this.#point(target, [])
  }

  async type(text: string): Promise<void> {
    await this.#keys([...text].flatMap((value) => [down(value), up(value)]))
  }

  async press(key: Key): Promise<void> {
    await this.#keys([down(KEYS[key]), up(KEYS[key])])
  }

  async open(): Promise<void> {
    // If the panel was left open on a page of this tab, it is open again.
    const isComing = await this.run(() => {
      try {
        const states = Object.entries(sessionStorage)
        return states.some(([key, state]) => /^inglenook:.*:corner$/.test(key) && /"isOpen":true/.test(state))
      } catch {
        return false // storage is refused
      }
    })
    if (!isComing) await this.click('.launcher')
    await this.isReady()
  }

  async isReady(): Promise<void> {
    await this.appears('.viewport[aria-busy=false]')
  }

  async ask(question: string): Promise<void> {
    await this.click('.composer textarea')
    await this.type(question)
    await this.appears('.composer button[type=submit]:enabled')
    await this.press('Enter')
  }

  /** Waits until no answer is in progress: the stop button is the send button again. */
  async settled(): Promise<void> {
    await this.appears('.composer button[type=submit]')
  }

  /** The last answer, as far as it has arrived. */
  async answer(): Promise<string> {
    return (await this.texts('.turns .answer:not(.typing)')).at(-1)?.trim() ?? ''
  }

  questions(): Promise<string[]> {
    return this.texts('.question')
  }

  /** Where nothing covers it and where it no longer moves. */
  async #point(target: Target, then: Extract<Input, { type: 'pointer' }>['actions']): Promise<void> {
    let before = ''
    const place = await waitFor(`${named(target)} to be in reach`, async () => {
      const found = await this.run(inReach, target)
      const isStill = JSON.stringify(found) === before
      before = JSON.stringify(found)
      return isStill && found
    })
    const actions = [{ type: 'pointerMove', ...place, origin: 'viewport' } as const, ...then]
    await this.tab.perform([{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }])
  }

  async #keys(actions: Extract<Input, { type: 'key' }>['actions']): Promise<void> {
    await this.tab.perform([{ type: 'key', id: 'keyboard', actions }])
  }
}

/** A new visitor, on this page. */
export async function visitorOf(engine: Engine, url: string): Promise<Visitor> {
  const profile = await engine.freshProfile()
  const tab = await profile.tab()
  await tab.goto(url)
  return new Visitor(tab)
}

const down = (value: string) => ({ type: 'keyDown', value }) as const
const up = (value: string) => ({ type: 'keyUp', value }) as const
const named = (target: Target) => (typeof target === 'string' ? target : `the button “${target.button}”`)

/** @returns the first that is not false. */
export async function waitFor<T>(what: string, look: () => Promise<T | false | null | undefined>): Promise<T> {
  try {
    const found = await vi.waitUntil(look, PATIENCE)
    if (found) return found
  } catch (error) {
    throw new Error(`waited in vain for ${what}`, { cause: error })
  }
  throw new Error(`waited in vain for ${what}`)
}

/** Runs in the page. */
function sight(): Sight {
  const hosts = [...document.querySelectorAll('inglenook-widget, inglenook-chat')]
  const roots = [document, ...hosts.flatMap(({ shadowRoot }) => shadowRoot ?? [])]
  return {
    seen(target) {
      const selector = typeof target === 'string' ? target : 'button'
      const isMeant = (element: HTMLElement) =>
        typeof target === 'string' || (element.ariaLabel || element.textContent.trim()) === target.button
      return roots
        .flatMap((root) => [...root.querySelectorAll<HTMLElement>(selector)])
        .filter((element) => isMeant(element) && element.checkVisibility())
    },
  }
}

/** Runs in the page: the middle of the first such element, if a pointer there would hit it. */
function inReach({ seen }: Sight, target: Target): { x: number; y: number } | null {
  const [element] = seen(target)
  if (!element) return null
  element.scrollIntoView({ block: 'nearest' })
  const { left, top, width, height } = element.getBoundingClientRect()
  const [x, y] = [Math.floor(left + width / 2), Math.floor(top + height / 2)]
  const root = element.getRootNode()
  const hit = root instanceof ShadowRoot || root instanceof Document ? root.elementFromPoint(x, y) : null
  return element.contains(hit) ? { x, y } : null
}

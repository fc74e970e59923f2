import { afterAll, beforeAll, expect, test } from 'vitest'
import { COLOR_SCHEMES } from '../../../protocol/color-scheme.ts'
import { violations } from '../../support/browser/axe.ts'
import { browse, type Browsing, type Visitor } from '../../support/browser/browsing.ts'
import { startTellingUpstream, type TellingUpstream } from '../../support/upstreams/telling-upstream.ts'
import { someDays } from '../../support/sampling/sampling.ts'

const RICH = `# Head

Some **strong** text with a [link](https://example.com/page), \`code\` and $x^2$.

1. one
   - nested
2. two

- [x] done
- [ ] open

| a | b |
| - | -: |
| 1 | 2 |

> quoted

\`\`\`js
const answer = 42 // the answer
\`\`\`

![a picture](https://example.com/picture.png)
`

let upstream: TellingUpstream
let browsing: Browsing

beforeAll(async () => {
  upstream = await startTellingUpstream((_, messages) =>
    messages.at(-1)?.content === 'slow' ? { text: RICH, piece: 3, milliseconds: 150 } : { text: RICH },
  )
  browsing = await browse({ OPENAI_BASE_URL: upstream.url, OPENAI_API_KEY: 'sk-test' })
})

afterAll(async () => {
  await browsing?.end()
  await upstream?.stop()
})

const button = ({ panel }: Visitor, name: string) => panel.getByRole('button', { name })

async function answered(visitor: Visitor): Promise<void> {
  await visitor.ask('rich')
  // The last parts to arrive: their modules are fetched when an answer needs them.
  await visitor.answers.locator('pre').waitFor()
  await visitor.answers.locator('math').waitFor()
  await visitor.settled()
  await visitor.panel.locator('.viewport').evaluate((view) => view.scrollTo(0, view.scrollHeight))
}

/** What is looked at, each on a fresh page. */
const STATES: Readonly<Record<string, (visitor: Visitor) => Promise<void>>> = {
  greeting: async () => {},
  answer: answered,
  async streaming(visitor) {
    await visitor.ask('slow')
    await visitor.answers.first().waitFor()
  },
  async stopped(visitor) {
    await STATES['streaming']?.(visitor)
    await button(visitor, 'Stop answering').click()
    await visitor.panel.locator('.outcome').waitFor()
  },
  async failed(visitor) {
    await visitor.context.route('**/v1/turns', (route) =>
      route.fulfill({ status: 413, json: { error: { code: 'body_too_large' } } }),
    )
    await visitor.ask('anything')
    await visitor.panel.locator('.outcome.failed').waitFor()
  },
  async 'failed, with something to quote'(visitor) {
    await visitor.context.route('**/v1/turns', (route) =>
      route.fulfill({
        status: 503,
        headers: {
          'access-control-allow-origin': '*',
          'access-control-expose-headers': '*',
          'x-request-id': '8f3a1b2c-3d4e',
        },
        json: { error: { code: 'site_misconfigured' } },
      }),
    )
    await visitor.ask('anything')
    await visitor.panel.locator('.reference').waitFor()
  },
  async rating(visitor) {
    await answered(visitor)
    await button(visitor, 'Bad answer').click()
    await visitor.panel.getByRole('textbox', { name: /What was wrong/ }).waitFor()
  },
  async editing(visitor) {
    await answered(visitor)
    await visitor.panel.locator('.turn').hover()
    await button(visitor, 'Edit question').click()
  },
  async menu(visitor) {
    await answered(visitor)
    await button(visitor, 'Conversations and privacy').click()
    await button(visitor, 'Forget me').click()
  },
}

const THEMES = COLOR_SCHEMES.filter((scheme) => scheme !== 'auto')

someDays.for(Object.entries(STATES))('axe finds nothing in any theme: %s', async ([, pose]) => {
  const visitor = await browsing.visitor({ pageLanguage: 'en' })
  await visitor.open()
  await pose(visitor)
  for (const theme of THEMES) {
    await visitor.page.evaluate(`inglenook('update', ${JSON.stringify({ theme })})`)
    await expect.poll(() => visitor.page.locator('inglenook-widget').getAttribute('data-scheme')).toBe(theme)
    // The chat only: what the stranger's page does is not ours.
    expect(await violations(visitor.page, 'inglenook-widget'), theme).toEqual([])
  }
  await visitor.context.close()
})

test('a whole turn, as a screen reader user hears it', async () => {
  const visitor = await browsing.visitor({ pageLanguage: 'en' })
  await visitor.open()
  await answered(visitor)
  await visitor.panel.locator('time').evaluate((time) => (time.textContent = '12:00'))
  expect(`\n${await visitor.panel.locator('.turns').ariaSnapshot()}\n`).toMatchInlineSnapshot(`
    "
    - list:
      - listitem:
        - button "Edit question"
        - 'group "You: rich"': rich
        - heading "Head" [level=1]
        - paragraph:
          - text: Some
          - strong: strong
          - text: text with a
          - link "link , example.com":
            - /url: https://example.com/page
          - text: ","
          - code: code
          - text: and
          - math: x 2
          - text: .
        - list:
          - listitem:
            - paragraph: one
            - list:
              - listitem:
                - paragraph: nested
          - listitem:
            - paragraph: two
        - list:
          - listitem:
            - paragraph: ☑ done
          - listitem:
            - paragraph: ☐ open
        - group "Table":
          - table:
            - rowgroup:
              - row "a b":
                - columnheader "a"
                - columnheader "b"
            - rowgroup:
              - row "1 2":
                - cell "1"
                - cell "2"
        - blockquote:
          - paragraph: quoted
        - text: js
        - button "Copy code"
        - group "Code":
          - code: const answer = 42 // the answer
        - paragraph:
          - link "a picture , example.com":
            - /url: https://example.com/picture.png
        - button "Copy answer"
        - button "Answer again"
        - button "Good answer"
        - button "Bad answer"
        - time: 12:00
    "
  `)
  await visitor.context.close()
})

someDays('headings of an answer are below the panel’s own heading level, for screen readers', async () => {
  const visitor = await browsing.visitor({ pageLanguage: 'en' })
  await visitor.open()
  await answered(visitor)
  // Chromium's own tree: Playwright's snapshot names the level of the element, whatever `aria-level` says.
  const session = await visitor.page.context().newCDPSession(visitor.page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  const headings = nodes
    .filter(({ role }) => role?.value === 'heading')
    .map(({ name, properties = [] }) => [name?.value, properties.find(({ name }) => name === 'level')?.value.value])
  expect(headings.filter(([name]) => name === 'Head')).toEqual([['Head', 3]])
  await visitor.context.close()
})

someDays('a finished answer is announced once, outside the shadow root, and not while it grows', async () => {
  const visitor = await browsing.visitor({ pageLanguage: 'en' })
  await visitor.open()
  await visitor.page.locator('[aria-live=polite]').waitFor({ state: 'attached' })
  await visitor.page.evaluate(() => {
    const spoken: string[] = []
    const region = document.querySelector('[aria-live=polite]')
    if (!region) throw new Error('there is no live region in the page')
    const listen = () => spoken.push(region.textContent)
    new MutationObserver(listen).observe(region, { childList: true, characterData: true, subtree: true })
    Object.assign(window, { spoken })
  })
  await answered(visitor)
  const heard = () => visitor.page.evaluate(() => ('spoken' in window ? window.spoken : undefined))
  await expect.poll(heard).toHaveLength(1)
  const spoken = await heard()
  expect(String(spoken)).toContain('Some  strong  text with a link')
  expect(String(spoken)).not.toMatch(/[*`#]|https/)
  await visitor.context.close()
})

someDays('on a phone the panel fills the screen, the field has 16 px, and the keyboard does not cover it', async () => {
  const visitor = await browsing.visitor({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    reducedMotion: 'reduce',
  })
  await visitor.open()
  expect(await visitor.panel.boundingBox()).toMatchObject({ x: 0, y: 0, width: 390, height: 844 })
  expect(await visitor.composer.evaluate((field) => getComputedStyle(field).fontSize)).toBe('16px')
  // What a browser tells when the keyboard comes up: the layout stays, the visual viewport shrinks.
  await visitor.page.evaluate(() => {
    Object.defineProperty(visualViewport, 'height', { value: 500, configurable: true })
    visualViewport?.dispatchEvent(new Event('resize'))
  })
  const lowest = async () => {
    const box = await visitor.composer.boundingBox()
    return (box?.y ?? Infinity) + (box?.height ?? 0)
  }
  await expect.poll(lowest).toBeLessThanOrEqual(500)
  await visitor.context.close()
})

/** A phone on its side, a desktop at 200 % and one at 400 %: how much of the transcript is to be seen at least, in pixels. */
const LOW_WINDOWS = [
  { width: 844, height: 390, transcript: 200 },
  { width: 640, height: 400, transcript: 200 },
  { width: 320, height: 256, transcript: 140 },
] as const

someDays.for(LOW_WINDOWS)(
  'in a low window everything can be reached, and the transcript has most of the room: %o',
  async ({ transcript, ...viewport }) => {
    const visitor = await browsing.visitor({ viewport })
    await visitor.open()
    for (const part of [visitor.composer, visitor.panel.locator('.header button').last()]) {
      const box = await part.boundingBox()
      expect(box?.y).toBeGreaterThanOrEqual(0)
      expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(viewport.height)
    }
    const box = await visitor.panel.locator('.viewport').boundingBox()
    expect(box?.height).toBeGreaterThanOrEqual(transcript)
    expect(await visitor.launcher.isVisible()).toBe(false)
    await visitor.context.close()
  },
)

someDays.for([
  { width: 844, height: 390, room: 190 },
  { width: 768, height: 1024, room: 620 },
] as const)('a keyboard does not cover the field on a wide screen either: %o', async ({ width, height, room }) => {
  const visitor = await browsing.visitor({ viewport: { width, height }, hasTouch: true, reducedMotion: 'reduce' })
  await visitor.open()
  await visitor.page.evaluate((height) => {
    Object.defineProperty(visualViewport, 'height', { value: height, configurable: true })
    visualViewport?.dispatchEvent(new Event('resize'))
  }, room)
  const lowest = async () => {
    const box = await visitor.composer.boundingBox()
    return (box?.y ?? Infinity) + (box?.height ?? 0)
  }
  await expect.poll(lowest).toBeLessThanOrEqual(room)
  expect((await visitor.panel.boundingBox())?.y).toBeGreaterThanOrEqual(0)
  await visitor.context.close()
})

someDays('on a zoomed page, the header can be reached', async () => {
  const visitor = await browsing.visitor({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  await visitor.page.evaluate(() => (document.documentElement.style.zoom = '2'))
  await visitor.open()
  const box = await visitor.panel.boundingBox()
  expect(box?.y).toBeGreaterThanOrEqual(0)
  expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(800)
  await visitor.panel.locator('.header button').last().click()
  await visitor.panel.waitFor({ state: 'hidden' })
  await visitor.context.close()
})

someDays('with forced colours and reduced motion, nothing moves, and buttons are distinct from the panel', async () => {
  const visitor = await browsing.visitor({ forcedColors: 'active', reducedMotion: 'reduce' })
  await visitor.open()
  await visitor.ask('slow')
  await visitor.panel.locator('.typing, .turns .answer').first().waitFor()
  const running = await visitor.page.evaluate(() => document.getAnimations().length)
  expect(running).toBe(0)
  expect(await visitor.launcher.evaluate((launcher) => getComputedStyle(launcher).borderStyle)).toBe('solid')
  await visitor.context.close()
})

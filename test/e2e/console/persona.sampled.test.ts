/** The console's persona screen: written, tried out, published, rolled back, and nothing of it lost. */
import path from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fieldsOf } from '../../../protocol/setting-fields.ts'
import type { SiteDetails } from '../../../protocol/schemas/owner-site.ts'
import type { Version } from '../../../protocol/schemas/site-version.ts'
import { settingsSchema } from '../../../protocol/site.ts'
import { violations } from '../../support/browser/axe.ts'
import { browse, type Browsing } from '../../support/browser/browsing.ts'
import { signedInOwner, type Owner } from '../../support/browser/browsing-console.ts'
import { someDays } from '../../support/sampling/sampling.ts'

let browsing: Browsing

beforeAll(async () => {
  browsing = await browse()
})

afterAll(async () => {
  await browsing?.end()
})

/** With the owner's key, past the console. */
async function ask<T>(way: string, method = 'GET', body?: object): Promise<T> {
  const response = await fetch(`${browsing.demo.workerUrl}/v1/owner${way}`, {
    method,
    headers: { authorization: `Bearer ${browsing.ownerKey}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  return response.json()
}

const details = (site: string) => ask<SiteDetails>(`/sites/${site}`)

/** A site of its own, so that no test waits for another one's. */
async function at(site: string, owner: Owner): Promise<Owner> {
  const starterPrompts = ['One?', 'Two?', 'Three?']
  await ask('/sites', 'POST', { site, settings: { allowedOrigins: ['https://shop.example'], starterPrompts } })
  await owner.go(`${site}/persona`)
  await owner.screen.getByLabel('Name', { exact: true }).waitFor()
  return owner
}

const saved = (owner: Owner) => owner.screen.getByText('Saved', { exact: true }).waitFor()
const button = (owner: Owner, name: string) => owner.page.getByRole('button', { name, exact: true })
const focused = (owner: Owner) =>
  owner.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id)

// Each has a site of its own, and waits more than it works.
someDays('every setting of the schema has a field with its help; a new setting appears automatically', async () => {
  const owner = await signedInOwner(browsing)
  await at('schema', owner)
  const fields = fieldsOf(settingsSchema().entries)
  const helped = await owner.screen.locator('.setting > small').evaluateAll((all) => all.map(({ id }) => id))
  expect(helped.toSorted()).toEqual(fields.map(({ name }) => `setting-${name}-help`).toSorted())
  for (const { title } of fields)
    expect([title, await owner.screen.getByText(title, { exact: true }).count()]).not.toEqual([title, 0])
  await owner.context.close()

  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, '../../support/browser/form-page.tsx')],
    bundle: true,
    write: false,
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  })
  const page = await browsing.browser.newPage({ locale: 'en-GB' })
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' })
  expect(await page.getByLabel('Mood').inputValue()).toBe('keen')
  await page.getByLabel('Mood').selectOption('calm')
  expect(await page.getByLabel('Mood').inputValue()).toBe('calm')
  await page.close()
})

test('a draft saves itself; an invalid setting is explained beside its field, kept in the browser, and restored after a reload', async () => {
  const owner = await at('draft', await signedInOwner(browsing))
  await owner.screen.getByLabel('Name', { exact: true }).fill('Ada')
  await saved(owner)
  await expect.poll(async () => (await details('draft')).draft?.settings.name).toBe('Ada')

  const temperature = owner.screen.getByLabel('Temperature')
  await temperature.fill('warm')
  await owner.screen.getByLabel('Name', { exact: true }).fill('')
  await owner.screen.getByText('Not saved: some settings are not valid.').waitFor()
  await owner.page.reload()
  await owner.screen.getByText('Your unsaved changes from last time are back.').waitFor()
  expect(await temperature.inputValue()).toBe('warm')
  expect(await temperature.getAttribute('aria-invalid')).toBe('true')
  expect(await temperature.getAttribute('aria-describedby')).toContain('setting-temperature-problem')
  expect(await violations(owner.page, 'main')).toEqual([])

  // Where it may be embedded is written here too.
  await button(owner, 'Allowed origins: add an entry').click()
  await owner.screen.getByLabel('Allowed origins, entry 2', { exact: true }).fill('https://www.shop.example/cart')
  await owner.screen.getByText('Did you mean https://www.shop.example?').waitFor()
  await owner.screen.getByLabel('Allowed origins, entry 2', { exact: true }).fill('https://www.shop.example')
  await owner.screen.getByText('Remove the path').waitFor({ state: 'detached' })

  await button(owner, 'Publish…').click()
  expect(await focused(owner)).toBe('setting-name')
  await button(owner, 'Temperature').click()
  expect(await focused(owner)).toBe('setting-temperature')
  expect((await details('draft')).draft?.settings.temperature).toBe(0.6)

  const { revision = 0, settings } = (await details('draft')).draft ?? {}
  await ask('/sites/draft/draft', 'PUT', { settings: { ...settings, avatar: 'T', temperature: 0.9 }, revision })
  await temperature.fill('1.5')
  await owner.screen.getByLabel('Name', { exact: true }).fill('Ada')
  await button(owner, 'Show the differences').click()
  await owner.page.getByText('Someone else has changed the same settings.').waitFor()
  expect(await owner.page.locator('.difference dt').allTextContents()).toEqual(['Temperature'])
  await button(owner, 'Keep mine').click()
  await saved(owner)
  expect((await details('draft')).draft?.settings).toMatchObject({ avatar: 'T', temperature: 1.5 })
  await button(owner, 'Discard draft').click()
  await owner.page.getByRole('dialog').getByRole('button', { name: 'Discard draft' }).click()
  await owner.screen.getByText('Draft discarded.').waitFor()
  await expect.poll(() => temperature.inputValue()).toBe('0.6')
  // The browser logs what the Worker refused.
  expect(owner.complaints).toEqual([expect.stringContaining('409 (Conflict)')])
  await owner.context.close()
})

someDays('offline and with a failing store, nothing is lost and it says so', async () => {
  const owner = await at('trouble', await signedInOwner(browsing))
  await owner.context.setOffline(true)
  await owner.screen.getByLabel('Name', { exact: true }).fill('Ada')
  await owner.screen.getByText('Not saved: The Worker cannot be reached.').waitFor()
  await owner.screen.getByText('are kept in this browser').waitFor()
  await owner.context.setOffline(false)
  await saved(owner)

  await owner.page.route('**/v1/owner/sites/trouble/versions', (route) =>
    route.fulfill({ status: 503, json: { error: { code: 'publish_failed', message: '', type: '', param: null } } }),
  )
  await button(owner, 'Publish…').click()
  await button(owner, 'Publish').click()
  await owner.page.getByText('The change could not be saved. Nothing is lost').waitFor()
  await owner.page.unroute('**/v1/owner/sites/trouble/versions')
  await button(owner, 'Publish').click()
  await owner.screen.getByText('Version 2 is live.').waitFor()
  expect((await details('trouble')).live.name).toBe('Ada')
  await owner.context.close()
})

someDays('what leaves visitors without an answer is reported during editing and before publishing', async () => {
  const owner = await at('spend', await signedInOwner(browsing))
  const { screen, page } = owner
  await screen.getByLabel('Spend per day').fill('5')
  const closed = screen.getByText('With these settings, visitors get no answer:')
  await closed.waitFor()
  await button(owner, 'Show the setting').click()
  expect(await focused(owner)).toBe('setting-spendPerDay')
  await screen.getByLabel('Spend per day').fill('0')
  await closed.waitFor({ state: 'detached' })

  await screen.getByLabel('Spend per day').fill('5')
  await screen.getByLabel('Instructions').fill('You help in our shop.\n- We sell: …')
  await screen.getByText('The instructions still have lines for you to fill in: “- We sell: …”').waitFor()
  await button(owner, 'Publish…').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Spending is limited, but the price of this model is unknown').waitFor()
  await dialog.getByText('lines for you to fill in').waitFor()
  expect(await violations(page, 'dialog')).toEqual([])
  await dialog.getByRole('button', { name: 'Publish anyway', exact: true }).click()
  await screen.getByText('Version 2 is live.').waitFor()

  // Going back to a version is publishing, too.
  await screen.getByLabel('Spend per day').fill('0')
  await closed.waitFor({ state: 'detached' })
  await button(owner, 'Publish…').click()
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await screen.getByText('Version 3 is live.').waitFor()
  await owner.go('spend/persona/versions')
  await button(owner, 'Roll back to version 2').click()
  await dialog.getByText('Spending is limited, but the price of this model is unknown').waitFor()
  expect(owner.complaints).toEqual([])
  await owner.context.close()
})

someDays('the preview answers with the settings in the form, and leaves the focus there', async () => {
  const owner = await at('preview', await signedInOwner(browsing))
  const chat = owner.page.frameLocator('iframe')
  await chat.locator('.viewport[aria-busy=false]').waitFor()
  await owner.screen.getByLabel('Greeting').fill('Hello from the draft')
  await chat.getByText('Hello from the draft').waitFor()
  expect(await focused(owner)).toBe('setting-greeting')
  await chat.locator('.composer textarea').fill('What is Inglenook?')
  await chat.locator('.composer textarea').press('Enter')
  await chat.locator('.answer:not(.typing)').last().getByText(/\w{3}/).first().waitFor()
  expect(owner.complaints).toEqual([])
  await owner.context.close()
})

/** 8,000 UTF-16 code units in many scripts. Of few lines: Chromium takes seconds to type in a thousand. */
const LONG = `知🦊 שלום نص नमस्ते\n\u2028\t👩‍👩‍👧\n${'字é한'.repeat(2700)}`.slice(0, 8000)

someDays('the preview speaks the owner’s language, as it would to a visitor of a page in that language', async () => {
  const owner = await signedInOwner(browsing, { locale: 'zh-CN' })
  await ask('/sites', 'POST', { site: 'spoken' })
  await owner.go('spoken/persona')
  const chat = owner.page.frameLocator('iframe')
  await chat.locator('.viewport[aria-busy=false]').waitFor()
  expect(await chat.locator('.composer textarea').getAttribute('placeholder')).toBe('请输入你的问题…')
  expect(owner.complaints).toEqual([])
  await owner.context.close()
})

someDays('two owners publish at once: the second one sees the difference and chooses', async () => {
  const [one, other] = await Promise.all([signedInOwner(browsing), signedInOwner(browsing)])
  await at('two', one)
  expect(LONG).toHaveLength(8000)
  await one.screen.getByLabel('Instructions').fill(LONG)
  await saved(one)
  await expect.poll(async () => (await details('two')).draft?.settings.instructions).toBe(LONG)
  await other.go('two/persona')
  await button(other, 'Publish…').click()
  await button(one, 'Publish…').click()
  await one.page.getByLabel('Note').fill('Long words')
  await button(one, 'Publish').click()
  await one.screen.getByText('Version 2 is live.').waitFor()
  expect((await details('two')).live.instructions).toBe(LONG)

  await button(other, 'Publish').click()
  await other.page.getByText('Version 2 has gone live in the meantime.').waitFor()
  await button(other, 'Keep editing').click()
  await other.screen.getByLabel('Name', { exact: true }).fill('Bo')
  await button(other, 'Publish…').click()
  await other.page.getByRole('dialog').locator('ins', { hasText: 'Bo' }).waitFor()
  expect(await violations(other.page, 'dialog')).toEqual([])
  await button(other, 'Publish mine instead').click()
  await other.screen.getByText('Version 3 is live.').waitFor()
  expect((await details('two')).live).toMatchObject({ name: 'Bo', instructions: LONG })

  await one.screen.getByLabel('Greeting').fill('One more')
  await button(one, 'Publish…').click()
  await button(one, 'Publish').click()
  await one.page.getByText('Version 3 has gone live in the meantime.').waitFor()
  await button(one, 'Take theirs').click()
  await expect.poll(() => one.screen.getByLabel('Name', { exact: true }).inputValue()).toBe('Bo')
  await saved(one)

  await one.go('two/persona/versions')
  await one.screen.getByText('Long words').waitFor()
  expect(await violations(one.page, 'main')).toEqual([])
  await button(one, 'Roll back to version 1').click()
  await one.page.getByText('Version 3 is live now and stays in this list.').waitFor()
  await button(one, 'Roll back to this version').click()
  await one.screen.getByText('Version 1 is live again. It replaced version 3.').waitFor()
  expect(await details('two')).toMatchObject({
    version: 1,
    live: { instructions: expect.stringContaining('the assistant of this website') },
  })
  await Promise.all([one.context.close(), other.context.close()])
})

someDays(
  'versions load twenty at a time; the focus moves to the first new one, and the oldest is labelled once it is loaded',
  async () => {
    const owner = await signedInOwner(browsing)
    const { live: settings } = await details('demo')
    const kept = Array.from({ length: 22 }, (_, index): Version => {
      const version = 22 - index
      return { version, publishedAt: '2026-11-26T08:00:00.000Z', note: '', settings: { ...settings, seed: version } }
    })
    // Twenty real ones would take half a minute: the store takes one a second.
    await owner.page.route('**/v1/owner/sites/demo/versions*', (route) => {
      const before = Number(new URL(route.request().url()).searchParams.get('before') ?? 99)
      return route.fulfill({ json: { versions: kept.filter(({ version }) => version < before).slice(0, 20) } })
    })
    await owner.go('demo/persona/versions')
    const headings = () => owner.screen.locator('.versions h2').allTextContents()
    await expect.poll(headings).toHaveLength(20)
    expect(await owner.screen.getByText('The oldest version').count()).toBe(0)
    await button(owner, 'Older versions').click()
    await expect.poll(() => owner.screen.locator('.versions li:focus h2').allTextContents()).toEqual(['Version 2'])
    expect(await headings()).toEqual(kept.map(({ version }) => `Version ${version}`))
    expect(await owner.screen.locator('li', { hasText: 'The oldest version' }).locator('h2').textContent()).toBe(
      'Version 1',
    )
    expect(await button(owner, 'Older versions').count()).toBe(0)
    await owner.context.close()
  },
)

someDays('an import is refused with the path of every problem, or imported exactly and exported again', async () => {
  const owner = await at('import', await signedInOwner(browsing))
  await button(owner, 'Import…').click()
  const dialog = owner.page.getByRole('dialog')
  // As when the picker is dismissed: the browser tells the field, and the event bubbles through the dialog.
  await dialog.getByLabel('JSON file').evaluate((field) => field.dispatchEvent(new Event('cancel', { bubbles: true })))
  const text = '{"__proto__": {"name": "x"}, "nmae": "Ada", "temperature": 9, "starterPrompts": ["a", ""]}'
  await dialog.getByLabel('Or paste it here').fill(text)
  await button(owner, 'Import into the draft').click()
  await dialog.getByRole('alert').waitFor()
  expect(await dialog.getByRole('alert').locator('code').allTextContents()).toEqual([
    '__proto__',
    'nmae',
    'starterPrompts.1',
    'temperature',
  ])
  const instructions = `One\r\nTwo 🦊\r${LONG.slice(0, 900)}`
  await dialog.getByLabel('JSON file').setInputFiles({
    name: 'import.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify({ $schema: 'x', version: 9, name: 'Ada', instructions })),
  })
  await owner.screen.getByText('Imported into the draft.').waitFor()
  await owner.screen.getByLabel('Avatar').fill('A')
  await saved(owner)
  await expect.poll(async () => (await details('import')).draft?.settings).toMatchObject({ avatar: 'A', instructions })

  const [file] = await Promise.all([owner.page.waitForEvent('download'), button(owner, 'Export').click()])
  expect(file.suggestedFilename()).toBe('import.json')
  const chunks: Buffer[] = []
  for await (const chunk of await file.createReadStream()) chunks.push(Buffer.from(chunk))
  expect(JSON.parse(Buffer.concat(chunks).toString('utf8'))).toEqual({
    $schema: expect.stringMatching(/^http.*\/console\/settings\.schema\.json$/),
    version: 1,
    name: 'Ada',
    avatar: 'A',
    instructions,
    // The file said nothing of them: it was not written to take the chat off every page.
    allowedOrigins: ['https://shop.example'],
  })
  await owner.context.close()
})

someDays('lists work by keyboard; in Chinese, on a phone, in the dark, nothing is wider than the screen', async () => {
  const owner = await signedInOwner(browsing, {
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
  })
  await at('phone', owner)
  await button(owner, 'Starter prompts: add an entry').press('Enter')
  await expect.poll(() => focused(owner)).toBe('Starter prompts, entry 4')
  await owner.page.keyboard.type('New')
  await owner.page.keyboard.press('Tab')
  expect(await focused(owner)).toBe('Starter prompts: move entry 4 up')
  await owner.page.keyboard.press('Enter')
  await expect.poll(() => focused(owner)).toBe('Starter prompts: move entry 3 up')
  expect(await owner.screen.getByLabel('Starter prompts, entry 3', { exact: true }).inputValue()).toBe('New')
  // An id that comes and goes leaves `id=""` behind: this list was empty.
  await button(owner, 'Image hosts: add an entry').press('Enter')
  await expect.poll(() => focused(owner)).toBe('Image hosts, entry 1')
  expect(await owner.screen.locator('[id=""]').count()).toBe(0)
  await button(owner, 'Image hosts: remove entry 1').press('Enter')
  await button(owner, 'Starter prompts: remove entry 3').press('Enter')
  await expect.poll(() => focused(owner)).toBe('Starter prompts, entry 3')

  expect(await owner.page.locator('iframe').count()).toBe(0)
  await button(owner, 'Show the preview').click()
  await owner.page.frameLocator('iframe').locator('.composer textarea').waitFor()
  await button(owner, 'Language and signing out').click()
  const navigation = owner.page.getByRole('navigation', { name: 'Inglenook console' })
  await navigation.getByRole('combobox', { name: 'Language' }).selectOption('zh-CN')
  await owner.screen.getByLabel('指令').waitFor()
  expect(await owner.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  expect(await violations(owner.page, 'main')).toEqual([])
  expect(owner.complaints).toEqual([])
  await owner.context.close()
})

someDays(
  'variables that the page fills in: empty ones are reported, and the preview has an example for each',
  async () => {
    const owner = await at('marks', await signedInOwner(browsing))
    const instructions = owner.screen.getByLabel('Instructions', { exact: true })
    await instructions.fill('You help {{visitor.name}} ({{plan}}) on {{page.titel}}.')
    await owner.screen.getByText('{{page.titel}} will always be empty').waitFor()
    await owner.screen.getByText('{{visitor.name}}, {{plan}} will be empty').waitFor()
    await instructions.fill('You help {{visitor.name}} ({{plan}}) on {{page.title}}.')
    await owner.screen.getByLabel('Page context', { exact: true }).selectOption('on')
    await owner.screen.getByText('so it proves nothing').waitFor()
    expect(await owner.screen.getByText('will be empty').count()).toBe(0)
    await saved(owner)
    const frame = owner.page.frameLocator('iframe[src*="&visitor.name&plan"]')
    const tag = frame.locator('script[data-site]')
    await expect.poll(() => tag.getAttribute('data-visitor-name')).toBe('visitor.name')
    expect(await tag.getAttribute('data-var-plan')).toBe('plan')
    expect(await violations(owner.page, 'main')).toEqual([])
    expect(owner.complaints).toEqual([])
    await owner.context.close()
  },
)

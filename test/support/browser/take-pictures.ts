/** `npm run pictures`: the pictures of the documentation, taken from the running product. */
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { browse, type Visitor, type VisitorOptions } from './browsing.ts'
import { signedInOwner } from './browsing-console.ts'

const FOLDER = path.join(import.meta.dirname, '../../../docs/pictures')

const DESKTOP = { viewport: { width: 1280, height: 800 } }
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

/** Each of them is shown in a README or in docs/ (`test/docs/links.test.ts`). */
const PICTURES: Readonly<Record<string, { options: VisitorOptions; pose: (visitor: Visitor) => Promise<void> }>> = {
  launcher: { options: DESKTOP, pose: async () => {} },
  greeting: { options: DESKTOP, pose: (visitor) => visitor.open() },
  conversation: { options: DESKTOP, pose: converse },
  'conversation-en': {
    options: { ...DESKTOP, locale: 'en-GB', pageLanguage: 'en' },
    async pose(visitor) {
      await learn(visitor, 'What is the capital of China?')
      await visitor.ask('What is its population?')
      await visitor.answers.nth(1).waitFor()
      await visitor.settled()
    },
  },
  dark: { options: { ...DESKTOP, colorScheme: 'dark' }, pose: converse },
  phone: { options: PHONE, pose: converse },
  menu: {
    options: DESKTOP,
    async pose(visitor) {
      await converse(visitor)
      await visitor.panel.getByRole('button', { name: '对话记录与隐私' }).click()
    },
  },
  side: {
    options: DESKTOP,
    async pose(visitor) {
      await visitor.page.evaluate(`inglenook('update', { position: 'right' })`)
      await converse(visitor)
    },
  },
  'right-to-left': {
    options: { ...DESKTOP, locale: 'ar' },
    async pose(visitor) {
      await visitor.page.evaluate(() => (document.documentElement.lang = 'ar'))
      await learn(visitor, 'ما هي عاصمة الصين؟')
    },
  },
}

/** Asks a question, and waits for the answer. */
async function learn(visitor: Visitor, question: string): Promise<void> {
  await visitor.open()
  await visitor.ask(question)
  await visitor.answers.first().waitFor()
  await visitor.settled()
}

async function converse(visitor: Visitor): Promise<void> {
  await learn(visitor, '中国首都在哪里')
  await visitor.ask('人口是多少?')
  await visitor.answers.nth(1).waitFor()
  await visitor.settled()
}

await mkdir(FOLDER, { recursive: true })
const browsing = await browse()
try {
  for (const [name, { options, pose }] of Object.entries(PICTURES)) {
    const visitor = await browsing.visitor(options)
    await pose(visitor)
    await visitor.page.mouse.move(0, 0)
    await visitor.page.waitForTimeout(400)
    await visitor.page.screenshot({ path: path.join(FOLDER, `${name}.png`) })
    await visitor.context.close()
  }
  for (const [name, locale] of Object.entries({ console: 'en-GB', 'console-zh': 'zh-CN' })) {
    const owner = await signedInOwner(browsing, { ...DESKTOP, locale })
    await owner.go('demo/persona')
    await owner.page.frameLocator('iframe').locator('.viewport[aria-busy=false]').waitFor()
    await owner.page.waitForTimeout(400)
    await owner.page.screenshot({ path: path.join(FOLDER, `${name}.png`) })
    await owner.context.close()
  }
} finally {
  await browsing.end()
}

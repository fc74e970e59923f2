/** Between build and deploy: `node deploy/release/keep-earlier.ts [--live https://chat.example] [--without-earlier]`. */
import path from 'node:path'
import { parseArgs } from 'node:util'
import { readDeployment } from '../deployment-file.ts'
import { keepEarlier } from './earlier-files.ts'
import { Trouble } from '../trouble.ts'
import { readWranglerToml, textOf } from '../wrangler-toml.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const OPTIONS = {
  live: { type: 'string' },
  'without-earlier': { type: 'boolean' },
  assets: { type: 'string' },
} as const

const { values } = parseArgs({ options: OPTIONS })
try {
  await keep()
} catch (error) {
  if (!(error instanceof Trouble)) throw error
  console.error(`${error.message}\n${error.remedy}`)
  process.exitCode = 1
}

async function keep(): Promise<void> {
  if (values['without-earlier'] || process.env['INGLENOOK_WITHOUT_EARLIER'])
    return console.log('Files of earlier releases are not kept, as you asked. Pages that pinned one show no chat.')
  const address = values.live || process.env['INGLENOOK_URL'] || (await deployedFrom(ROOT))
  if (!address)
    return console.log(
      'No live Worker is known (INGLENOOK_URL, or `npm run setup`), so this counts as the first deploy, with nothing to keep.',
    )
  const live = URL.parse(address)?.origin
  if (!live || live === 'null') throw new Trouble(`${address} is not an address.`, 'Write it as https://chat.example.')
  await keepEarlier({
    live,
    assets: values.assets ?? path.join(ROOT, 'dist/assets'),
    today: new Date().toISOString().slice(0, 10),
    say: (line) => console.log(line),
  })
}

/** Where `npm run setup` deployed the Worker that wrangler.toml names; empty if nothing was deployed from here. */
async function deployedFrom(folder: string): Promise<string> {
  const worker = textOf(await readWranglerToml(folder), 'name')
  return (await readDeployment(folder, worker))?.INGLENOOK_URL ?? ''
}

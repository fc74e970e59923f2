/** Files of earlier releases: addresses stored in pages, caches and Subresource Integrity attributes keep working. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { integrityOf } from '../../build/release.ts'
import { RELEASE_FILE, RELEASE_FOLDER, type Release, type ReleaseFile } from '../../protocol/release.ts'
import { readRelease } from './read-release.ts'
import { Trouble } from '../trouble.ts'

interface Keeping {
  /** The origin of the live Worker. */
  live: string
  /** The folder that the next deploy uploads. */
  assets: string
  /** `2026-11-26`, in UTC. */
  today: string
  say: (line: string) => void
  /** How many files a deploy may have. */
  most?: number
}

/** Per version, on the free plan: https://developers.cloudflare.com/workers/platform/limits/#static-assets */
const MOST_FILES = 20_000
const AT_ONCE = 6
const PATIENCE_MILLISECONDS = 30_000

/**
 * Downloads every file that the live Worker lists and this build does not have, checks its digest, and adds it to the list.
 * The list is written last: if this is interrupted, the build is unchanged, except for some unlisted files.
 *
 * @throws Trouble if the live Worker does not answer, has no list, or sends something other than it lists.
 */
export async function keepEarlier({ live, assets, today, say, most = MOST_FILES }: Keeping): Promise<void> {
  const folder = path.join(assets, RELEASE_FOLDER)
  const built = readRelease(await readFile(path.join(folder, RELEASE_FILE), 'utf8').catch(notBuilt), assets)
  // Files that an earlier run added are not part of this build.
  const own = built.files.filter(({ replacedOn }) => replacedOn === undefined)
  const address = `${live}/${RELEASE_FOLDER}/`
  const before = readRelease(await fetchText(address + RELEASE_FILE), address)
  const names = new Map(own.map((file) => [file.name, file]))
  for (const { name, integrity } of before.files) {
    const now = names.get(name)
    if (now && now.integrity !== integrity)
      say(`${name} was built again with different contents: the new contents are served.`)
  }
  const earlier = before.files
    .filter(({ name }) => !names.has(name))
    .map((file) => ({ ...file, replacedOn: file.replacedOn ?? today }))
    // The most recently replaced come first.
    .toSorted((one, other) => (one.replacedOn < other.replacedOn ? 1 : one.replacedOn > other.replacedOn ? -1 : 0))
  const room = Math.max(0, most - (await count(assets, earlier)))
  const kept = earlier.slice(0, room)
  await mkdir(folder, { recursive: true })
  for (let at = 0; at < kept.length; at += AT_ONCE) {
    await Promise.all(kept.slice(at, at + AT_ONCE).map((file) => download(file, address, folder)))
  }
  const release: Release = { ...built, files: [...own, ...kept] }
  await writeFile(path.join(folder, RELEASE_FILE), `${JSON.stringify(release, null, 2)}\n`)
  if (kept.length > 0)
    say(`Kept ${kept.length} files of earlier releases, the oldest replaced on ${kept.at(-1)?.replacedOn}.`)
  else say('No file of an earlier release is missing.')
  const gone = earlier.slice(room)
  if (gone.length > 0) {
    say(
      `A deploy can have at most ${most} files, and ${gone.length} of the oldest had to be dropped (${gone[0]?.replacedOn} and before). Pages that pinned one of them show no chat: ${gone.map(({ name }) => name).join(', ')}`,
    )
  }
}

/** How many files there are, without those that an earlier run added, and those that are not served. */
async function count(assets: string, earlier: readonly ReleaseFile[]): Promise<number> {
  const put = new Set(earlier.map(({ name }) => path.join(assets, RELEASE_FOLDER, name)))
  const entries = await readdir(assets, { recursive: true, withFileTypes: true })
  return entries.filter(
    (entry) => entry.isFile() && entry.name !== '_headers' && !put.has(path.join(entry.parentPath, entry.name)),
  ).length
}

async function download({ name, bytes, integrity }: ReleaseFile, address: string, folder: string): Promise<void> {
  const contents = new Uint8Array(await (await get(address + name)).arrayBuffer())
  if (contents.byteLength !== bytes || integrityOf(contents) !== integrity) {
    throw new Trouble(
      `${address}${name} does not match the list there: ${contents.byteLength} bytes, ${integrityOf(contents)}.`,
      `It was changed by something between here and the Worker, or by someone who can deploy it. ${WITHOUT}`,
    )
  }
  await writeFile(path.join(folder, name), contents)
}

const fetchText = async (url: string): Promise<string> => (await get(url)).text()

async function get(url: string): Promise<Response> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) }).catch(
    (error: unknown) => {
      throw new Trouble(`${url} cannot be reached: ${reasonOf(error)}.`, `Check the Worker’s address. ${WITHOUT}`)
    },
  )
  if (response.ok) return response
  throw new Trouble(
    `${url} answers ${response.status}.`,
    `Check that an Inglenook Worker is deployed there, and that it is not older than this list. ${WITHOUT}`,
  )
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error)

export const WITHOUT =
  'To deploy without the files of earlier releases: INGLENOOK_WITHOUT_EARLIER=yes. Pages that pinned one of them then show no chat.'

function notBuilt(): never {
  throw new Trouble('There is no list of this build’s files.', 'Run `npm run build` first.')
}

/** The whole demonstration: an upstream, the Worker, and a sample page on another origin. */
import { chmod, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { field, isRecord } from '../protocol/record.ts'
import { DEMO, seen, shownEntries } from '../protocol/site.ts'
import { plainTag } from '../protocol/tag-looks.ts'
import { merge } from './environment.ts'
import type { Environment } from './environment.ts'
import { findLocalServer, USUAL_PORTS } from './local-server.ts'
import type { Candidate } from './local-server.ts'
import { startPageServer } from './page-server.ts'
import { findPorts, HOST, isAddressInUse, portTaken, readPort } from './port.ts'
import { readSecrets } from './secrets.ts'
import { startUpstream } from './upstream.ts'
import { chooseUpstream } from './upstream-choice.ts'
import { AddressInUse, startWorker, type RunningWorker } from './worker.ts'

export interface Demo {
  pageUrl: string
  workerUrl: string
  /** What an owner would paste. */
  tag: string
  worker: Pick<RunningWorker, 'put'>
  /** Another address that signs in once; null if the Worker gives none, as after many wrong keys. */
  signInLink: () => Promise<string | null>
  /** Stops everything that was started, and resolves when it has ended. */
  stop: () => Promise<void>
}

interface Places {
  secretsFile?: string
  /** Where to look for a model server on this machine. */
  localServers?: readonly Candidate[]
  /** The speed of the embedded upstream. */
  chunksPerSecond?: number
}

const ROOT = path.join(import.meta.dirname, '..')

/**
 * Reads PORT, DEMO_PORT, OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL, OPENAI_PRICES, PROVIDERS and INGLENOOK_STATE; prints
 * whole lines. Throws `CannotStart` for errors that the engineer can fix, and then leaves nothing running.
 */
export async function startDemo(
  environment: Environment,
  print: (line: string) => void,
  { secretsFile = path.join(ROOT, '.dev.vars'), localServers = USUAL_PORTS, chunksPerSecond = 30 }: Places = {},
): Promise<Demo> {
  const workerUse = { variable: 'PORT', purpose: 'the Worker', wanted: readPort('PORT', environment['PORT'], 8787) }
  const pageUse = {
    variable: 'DEMO_PORT',
    purpose: 'the demo page',
    wanted: readPort('DEMO_PORT', environment['DEMO_PORT'], 8788),
  }
  const [workerPort = 0, pagePort = 0] = await findPorts([workerUse, pageUse])
  const state = path.resolve(ROOT, environment['INGLENOOK_STATE'] || '.inglenook')

  await makeStateFolder(state)
  const secrets = await readSecrets(secretsFile, state)
  for (const note of secrets.notes) print(note)
  const { OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL, OPENAI_PRICES, PROVIDERS } = environment
  const variables = merge(secrets.values, { OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL, OPENAI_PRICES, PROVIDERS })

  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    await Promise.all(stops.splice(0).map((stopOne) => stopOne()))
  }
  try {
    const upstream = await chooseUpstream(variables, {
      findLocalServer: () => findLocalServer(localServers),
      startUpstream: () => startUpstream({ chunksPerSecond }),
    })
    stops.push(upstream.stop)

    const bindings = {
      ...variables,
      ...upstream.bindings,
      LOCAL_UPSTREAMS: 'true',
      DEMO_ORIGINS: `${origin('localhost', pagePort)} ${origin(HOST, pagePort)}`,
      DEMO_NOTICE: upstream.notice,
    }
    const worker = await startWorker({ host: HOST, port: workerPort, state, bindings, log: print }).catch(
      (error: unknown) => {
        throw error instanceof AddressInUse ? portTaken(workerUse, workerPort) : error
      },
    )
    stops.push(worker.dispose)

    const workerUrl = origin('localhost', workerPort)
    const pageUrl = origin('localhost', pagePort)
    const tag = await tagOf(worker.url, workerUrl)
    const page = await startPageServer({ port: pagePort, tag }).catch((error: unknown) => {
      throw isAddressInUse(error) ? portTaken(pageUse, pagePort) : error
    })
    stops.push(page.stop)

    const signInLink = async () => {
      const code = await signInCode(worker.url, variables['OWNER_KEY'] ?? '')
      return code === null ? null : `${workerUrl}/console/#code=${code}`
    }
    const link = await signInLink()
    const key = `the OWNER_KEY in ${secrets.ownerKeyFile}`
    const signIn =
      link === null
        ? [`${workerUrl}/console/`, `sign in with ${key}`]
        : [link, `signs you in once, within 10 minutes; after that, ${key} does`]
    for (const line of summary({
      pageUrl,
      workerUrl,
      signIn,
      answers: upstream.description,
      state,
      tag,
    }))
      print(line)
    return { pageUrl, workerUrl, tag, worker, signInLink, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** As a browser writes it: without the port, if that is 80. */
const origin = (host: string, port: number): string => new URL(`http://${host}:${port}`).origin

/** With the launcher's looks from the settings that were last published here. */
async function tagOf(asked: string, workerUrl: string): Promise<string> {
  const site: unknown = await (await fetch(`${asked}/v1/sites/${DEMO}`)).json()
  if (!isRecord(site)) throw new TypeError('The Worker does not know its own demo site')
  return plainTag(workerUrl, DEMO, seen(site, shownEntries()))
}

/** As one of the owner's programs requests it: valid for one sign-in. Null if the Worker refuses, as after many wrong keys. */
async function signInCode(workerUrl: string, ownerKey: string): Promise<string | null> {
  const response = await fetch(`${workerUrl}/v1/owner/sign-in-codes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ownerKey}` },
  })
  const code = field(await response.json(), 'code')
  return typeof code === 'string' ? code : null
}

interface Summary {
  pageUrl: string
  workerUrl: string
  /** The console's address, and how to sign in. */
  signIn: string[]
  answers: string
  state: string
  tag: string
}

const summary = ({ pageUrl, workerUrl, signIn, answers, state, tag }: Summary): string[] => [
  '',
  `  Demo page  ${pageUrl}`,
  `  Worker     ${workerUrl}`,
  `  Console    ${signIn.join('\n             ')}`,
  `  Answers    ${answers}`,
  `  State      ${state}`,
  `  Tag        ${tag}`,
  '',
  '  Press Ctrl-C to stop.',
  '',
]

/** Conversations are stored there: other users of this machine must not read them. */
async function makeStateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o700)
}

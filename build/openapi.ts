/** The API, described for machines: OpenAPI 3.1, served beside the widget's files at `/openapi.json`. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { CSRF_HEADER } from '../protocol/agreed-names.ts'
import type { Address, AddressAnswer, Caller } from '../protocol/api/address.ts'
import { bodyBytesOf } from '../protocol/api/body-bytes-of.ts'
import { failuresOf } from '../protocol/api/failures-of.ts'
import { FAILURES, type FailureCode } from '../protocol/failure.ts'
import type { Chapter, Words } from './api/chapter.ts'
import { owner } from './api/owner.ts'
import { partsOf, templateOf } from './api/path-parts.ts'
import { programs } from './api/programs.ts'
import { queryParameters, refTo, schemas } from './api/schemas.ts'
import { anybody, visitors } from './api/visitors.ts'

const ROOT = path.join(import.meta.dirname, '..')
const CHAPTERS: readonly Chapter[] = [anybody, visitors, owner, programs]

/** Each entry is an alternative; all names in one entry are needed together. None: no authentication. */
const SECURITY: Readonly<Record<Caller, readonly Readonly<Record<string, readonly string[]>>[]>> = {
  anybody: [],
  visitor: [{ sessionToken: [] }],
  console: [{ ownerCookie: [] }],
  owner: [{ ownerKey: [] }, { ownerCookie: [], ownerCsrf: [] }],
  program: [{ ownerKey: [] }],
}

const EVENTS = `Server-sent events, each with \`id: <seq>.<n>\`, \`event: …\` and a line of JSON; \`TurnEvent\` describes both. A complete stream begins with \`accepted\` and ends with \`done\` or \`failed\`, or is a single \`snapshot\`. \`: hb\` is sent every 15 s.`

export async function buildOpenApi(assets: string): Promise<void> {
  const { version } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'))
  await mkdir(assets, { recursive: true })
  await writeFile(path.join(assets, 'openapi.json'), `${JSON.stringify(openApi(version), null, 1)}\n`)
}

function openApi(version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const chapter of CHAPTERS) {
    for (const [name, address] of Object.entries(chapter.addresses)) {
      const template = templateOf(address.path)
      paths[template] = { ...paths[template], [address.method.toLowerCase()]: described(name, address, chapter) }
    }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Inglenook',
      version,
      description:
        'The API of one Worker, for visitors’ chats, the owner, and the owner’s programs. Bodies are JSON in both directions; times are in ISO 8601 and UTC. A refusal is `{error: {message, type, param, code}}`, as in OpenAI’s API.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'The Worker that serves this file.' }],
    tags: CHAPTERS.map(({ tag, description }) => ({ name: tag, description })),
    paths,
    components: {
      schemas: schemas(),
      securitySchemes: {
        sessionToken: { type: 'http', scheme: 'bearer', description: 'From `POST /v1/sites/{site}/sessions`.' },
        ownerKey: { type: 'http', scheme: 'bearer', description: 'The secret `OWNER_KEY`.' },
        ownerCookie: { type: 'apiKey', in: 'cookie', name: '__Host-inglenook' },
        ownerCsrf: { type: 'apiKey', in: 'header', name: CSRF_HEADER },
      },
    },
  }
}

/** The error's shape depends on who sends it. */
const OTHERS = { 'application/json': { schema: { type: 'object' } } }

function described(name: string, address: Address, { tag, words }: Chapter): object {
  const said = words[name]
  if (!said) throw new Error(`${name} has no description`)
  const { summary, description, passesOn } = said
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(description && { description }),
    security: SECURITY[address.by],
    parameters: parametersOf(address, said),
    ...(address.body && {
      requestBody: {
        required: !address.isBodyOptional,
        description: `At most ${bodyBytesOf(address) / 1024} KiB.`,
        content: { 'application/json': { schema: refTo(address.body), example: said.example } },
      },
    }),
    responses: {
      [address.answer.status]: answered(address.answer, said.says),
      ...refused(failuresOf(address)),
      ...(passesOn && { default: { description: passesOn, content: OTHERS } }),
    },
  }
}

function parametersOf({ path, query }: Address, { headers = [], queryExample = {} }: Words): object[] {
  return [
    ...partsOf(path).map(({ name, ...part }) => ({ name, in: 'path', required: true, ...part })),
    ...(query ? queryParameters(query, queryExample) : []),
    ...headers.map(({ name, ...header }) => ({ name, in: 'header', required: false, ...header })),
  ]
}

function answered({ schema, type }: AddressAnswer, says: string): object {
  const json = schema && { 'application/json': { schema: refTo(schema) } }
  const stream = { 'text/event-stream': { schema: { type: 'string' } } }
  const events = { 'text/event-stream': { schema: { type: 'string' }, 'x-item-schema': refTo('TurnEvent') } }
  switch (type) {
    case undefined:
      return { description: says, ...(json && { content: json }) }
    case 'events':
      return { description: `${says} ${EVENTS}`, content: events }
    case 'json-or-events':
      return { description: says, content: { ...json, ...stream } }
    case 'text':
      return { description: says, content: { 'text/plain': { schema: { type: 'string' } } } }
    default:
      return type satisfies never
  }
}

/** By status: the possible codes, and their text for engineers. */
function refused(codes: readonly FailureCode[]): Record<string, object> {
  const byStatus = Object.groupBy([...new Set(codes)], (code) => FAILURES[code].status)
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, all = []]) => [
      status,
      {
        description: all.map((code) => `\`${code}\`: ${FAILURES[code].message}`).join('\n'),
        content: { 'application/json': { schema: refTo('Refusal') } },
      },
    ]),
  )
}

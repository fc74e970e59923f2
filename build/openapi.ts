/** The API, described for machines: OpenAPI 3.1, served beside the widget's files at `/openapi.json`. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { FAILURES, type FailureCode } from '../protocol/failure.ts'
import { CSRF_HEADER } from '../protocol/agreed-names.ts'
import { owner } from './api/owner.ts'
import type { Answer, Chapter, Operation, Parameter } from './api/operation.ts'
import { programs } from './api/programs.ts'
import { refTo, schemas } from './api/schemas.ts'
import { anybody, TURN_ID, visitors } from './api/visitors.ts'

const ROOT = path.join(import.meta.dirname, '..')
const CHAPTERS: readonly Chapter[] = [anybody, visitors, owner, programs]

const IN_PATH: Readonly<Record<string, { description: string; schema: object; example: string }>> = {
  site: { description: 'A site’s name.', schema: { type: 'string', maxLength: 63 }, example: 'demo' },
  session: { description: 'As the list of transcripts has it.', schema: { type: 'string' }, example: 'pUu4HlbXxK' },
  id: { description: 'The UUID that the page chose.', schema: { type: 'string', format: 'uuid' }, example: TURN_ID },
}
const MODEL = { description: 'As the list has it.', schema: { type: 'string' }, example: 'site:demo' }

const EVENTS = `Server-sent events, each \`id: <seq>.<n>\`, \`event: …\` and a line of JSON: \`TurnEvent\` has both. A whole stream begins with \`accepted\` and ends with \`done\` or \`failed\`, or is one \`snapshot\`. \`: hb\` comes every 15 s.`

export async function buildOpenApi(assets: string): Promise<void> {
  const { version } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'))
  await mkdir(assets, { recursive: true })
  await writeFile(path.join(assets, 'openapi.json'), `${JSON.stringify(openApi(version), null, 1)}\n`)
}

function openApi(version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const chapter of CHAPTERS) {
    for (const operation of chapter.operations) {
      paths[operation.path] = { ...paths[operation.path], [operation.method]: described(operation, chapter) }
    }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Inglenook',
      version,
      description:
        'The API of one Worker: visitors’ chats, their owner, and the owner’s programs. JSON both ways, times in ISO 8601 and UTC; whatever is refused says `{error: {message, type, param, code}}`, as OpenAI does.',
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

/** In the words of who refused it. */
const OTHERS = { 'application/json': { schema: { type: 'object' } } }

function described(operation: Operation, chapter: Chapter): object {
  const { path, name, summary, description, parameters = [], body, answer, fails } = operation
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, part = '']) => ({
    name: part,
    in: 'path',
    required: true,
    ...(path.startsWith('/v1/models') ? MODEL : IN_PATH[part]),
  }))
  return {
    operationId: name,
    tags: [chapter.tag],
    summary,
    ...(description && { description }),
    security: operation.security ?? chapter.security,
    parameters: [...inPath, ...parameters.map(parameter)],
    ...(body && {
      requestBody: {
        required: !body.isOptional,
        content: { 'application/json': { schema: refTo(body.schema), example: body.example } },
      },
    }),
    responses: {
      [answer.status]: answered(answer),
      ...refused(fails),
      ...(operation.passesOn && { default: { description: operation.passesOn, content: OTHERS } }),
    },
  }
}

const parameter = ({ name, in: where, isRequired = false, description, schema, example }: Parameter) => ({
  name,
  in: where,
  required: isRequired,
  description,
  schema,
  ...(example && { example }),
})

function answered({ says, schema, type }: Answer): object {
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

/** By status: which codes may come with it, and what an engineer reads. */
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

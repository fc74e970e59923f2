import { PROGRAMS } from '../../protocol/api/programs.ts'
import { Failure } from '../../protocol/failure.ts'
import { isRecord } from '../../protocol/record.ts'
import { parseJson, readJsonBytes } from '../http/body.ts'
import { parseExactly } from '../http/exact-json.ts'

/** A program's request: we read only what we act on, the provider checks the rest. */
export interface ProgramCall {
  model: string
  /** Every field of the body. */
  fields: Record<string, unknown>
  /** The body unchanged. */
  bytes: Uint8Array
}

/**
 * Reads the body of `POST /v1/chat/completions`.
 *
 * @throws Failure `not_json_type`, `body_too_large`, `not_json`, `invalid_body`.
 */
export async function readProgramCall(request: Request): Promise<ProgramCall> {
  const bytes = await readJsonBytes(PROGRAMS.createChatCompletion, request)
  const fields = parseJson(bytes, parseExactly)
  if (!isRecord(fields) || Array.isArray(fields)) throw new Failure('invalid_body')
  const { model } = fields
  if (typeof model !== 'string' || model === '') throw new Failure('invalid_body', { param: 'model' })
  return { model, fields, bytes }
}

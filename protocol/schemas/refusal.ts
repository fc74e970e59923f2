/** What is returned instead of an answer. The shape is OpenAI's, so that programs for the Chat Completions API can read it. */
import * as v from 'valibot'
import { FAILURE_CODES } from '../failure.ts'
import { text, textOrNull } from './primitives.ts'
import { settingProblem } from './setting-problem.ts'

export const failureCode = v.picklist(FAILURE_CODES)

/** The value of `error` in a response or in a `failed` event. */
export const failureBody = v.object({
  message: text,
  type: text,
  param: textOrNull,
  code: failureCode,
  /** For `settings_invalid`: everything that is wrong. */
  problems: v.exactOptional(v.pipe(v.array(settingProblem), v.readonly())),
})
export type FailureBody = v.InferOutput<typeof failureBody>

export const refusal = v.object({ error: failureBody })

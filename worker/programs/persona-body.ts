import { Failure } from '../../protocol/failure.ts'
import type { Site } from '../../protocol/site.ts'
import { filledInstructions } from '../session/context/persona-variables.ts'
import { chatRequest } from '../session/context/prompt.ts'
import type { RequestBody } from '../providers/dialect.ts'
import type { Provider } from '../providers/provider-list.ts'

/** One limit under two names: a request with both is refused. */
const LIMITS: readonly string[] = ['max_tokens', 'max_completion_tokens']

/**
 * A program's request, answered by a site's persona: its system message goes before the program's messages, and its sampling
 * applies unless the program sets its own.
 *
 * @throws Failure `invalid_body` when there are no messages to put it before.
 */
export function personaBody(
  site: Site,
  provider: Provider,
  fields: Record<string, unknown>,
): { model: string; body: RequestBody } {
  const { messages } = fields
  if (!Array.isArray(messages)) throw new Failure('invalid_body', { param: 'messages' })
  const request = chatRequest(site, [])
  const model = request.model || provider.model
  // Without a page, the variables have no values.
  const instructions = filledInstructions(site.instructions, null)
  const {
    messages: _none,
    stream: _stream,
    stream_options: _options,
    ...persona
  } = provider.dialect.body(provider, model, request)
  const isLimited = LIMITS.some((name) => name in fields)
  const defaults = Object.entries(persona).filter(([name]) => !(isLimited && LIMITS.includes(name)))
  const body = {
    ...Object.fromEntries(defaults),
    ...fields,
    model,
    messages: [...(instructions ? [{ role: 'system', content: instructions }] : []), ...messages],
  }
  return { model, body }
}

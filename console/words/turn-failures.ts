import type { FailureCode } from '../../protocol/failure.ts'
import { translated } from './language.ts'

type Sentences = Partial<Record<FailureCode, string>> & { internal: string }

/** Why a turn has no answer or an incomplete one, in the owner's words, with what can be done about it. */
const sentences = translated<{ of: Sentences }>(
  {
    of: {
      upstream_not_configured: 'No provider is connected: the Worker has no key.',
      upstream_key_refused: 'The provider refused the key. Check that it is still valid.',
      upstream_no_credit: 'The provider’s account has no credit left.',
      upstream_model_unknown: 'The provider does not know the model.',
      upstream_refused: 'The provider did not accept the question.',
      upstream_rate_limited: 'The provider got too many requests.',
      upstream_unavailable: 'The provider could not be reached.',
      upstream_timeout: 'The provider took too long.',
      upstream_bad_reply: 'The provider’s answer could not be read.',
      answer_cut: 'The answer ended before it was complete.',
      answer_filtered: 'The provider’s filter withheld the answer.',
      answer_needs_tool: 'The model wanted to call a tool instead of answering.',
      answer_too_long: 'The answer exceeded the maximum length.',
      site_misconfigured: 'The site’s setup is not complete.',
      history_unavailable: 'The conversation could not be read.',
      internal: 'Something went wrong on our side.',
    },
  },
  {
    of: {
      upstream_not_configured: '没有接入模型服务：Worker 里没有密钥。',
      upstream_key_refused: '模型服务拒绝了密钥，请检查它是否仍然有效。',
      upstream_no_credit: '模型服务的账户余额已用完。',
      upstream_model_unknown: '模型服务不认识这个模型。',
      upstream_refused: '模型服务没有接受这个问题。',
      upstream_rate_limited: '向模型服务提问过于频繁。',
      upstream_unavailable: '连不上模型服务。',
      upstream_timeout: '模型服务用时太长。',
      upstream_bad_reply: '模型服务的回答无法读取。',
      answer_cut: '回答没有说完就断了。',
      answer_filtered: '模型服务的过滤器拦下了回答。',
      answer_needs_tool: '模型想调用工具，而没有作答。',
      answer_too_long: '回答超过了可保存的长度。',
      site_misconfigured: '站点还没有设置完整。',
      history_unavailable: '对话无法读取。',
      internal: '我们这边出了问题。',
    },
  },
)

/** A code that this console does not know yet is shown as it is. */
export function failureMessage(code: string): string {
  const all: Readonly<Record<string, string>> = sentences.value.of
  return all[code] ?? code
}

/** The codes that have a sentence, in its order. */
export const knownFailures = (): readonly string[] => Object.keys(sentences.value.of)

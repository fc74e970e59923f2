import type { TranscriptReceipt } from '../../../protocol/schemas/transcript.ts'
import { dollars, duration } from '../../words/format.ts'
import { readingWords } from './words.ts'

/** What one attempt used, for those who want to know. */
export function Receipt({ receipt }: { receipt: TranscriptReceipt | null }) {
  const words = readingWords.value
  if (!receipt) return <p class="talk-note">{words.noUsage}</p>
  const { provider, model, costMicroUsd, firstWordMilliseconds, wholeMilliseconds } = receipt
  const { promptTokens, cachedTokens, completionTokens, reasoningTokens, isEstimated } = receipt
  const told = (n: number, part: string) =>
    [words.tokens(n), part, isEstimated && `(${words.estimated})`].filter(Boolean).join(' ')
  return (
    <dl class="talk-receipt">
      {(model ?? provider) !== null && (
        <Fact name={words.model} value={[model, provider].filter((part) => part !== null).join(' · ')} />
      )}
      <Fact
        name={words.tokensIn}
        value={told(promptTokens, cachedTokens > 0 ? `· ${words.cached(cachedTokens)}` : '')}
      />
      <Fact
        name={words.tokensOut}
        value={told(completionTokens, reasoningTokens > 0 ? `· ${words.reasoning(reasoningTokens)}` : '')}
      />
      <Fact name={words.cost} value={costMicroUsd === null ? words.unpriced : dollars(costMicroUsd)} />
      {firstWordMilliseconds !== null && <Fact name={words.firstWord} value={duration(firstWordMilliseconds)} />}
      {wholeMilliseconds !== null && <Fact name={words.whole} value={duration(wholeMilliseconds)} />}
    </dl>
  )
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
)

import { useSignal, type ReadonlySignal, type Signal } from '@preact/signals'
import { Fragment, h, type ComponentChildren } from 'preact'
import type { Attempt } from '../api/parse.ts'
import { giveFeedback } from '../chat/feedback.ts'
import { answerAgain } from '../chat/turn-actions.ts'
import { COPIED_MS, copyText } from './clipboard.ts'
import { timeLabel } from './days.ts'
import { keepFocus } from '../panel/keep-focus.ts'
import { AgainIcon, BackIcon, BadIcon, CheckIcon, CopyIcon, ForthIcon, GoodIcon } from './turn-icons.tsx'
import type { TurnProps } from '../panel/props.ts'

interface Props extends TurnProps {
  /** The earlier attempt that is shown. */
  past: Attempt | undefined
  turnedTo: Signal<number>
  isRating: Signal<boolean>
  hasWords: boolean
}

/** What the visitor can do with an answer. */
export function Actions({ turn, isLast, store, words, turnedTo, isRating, hasWords, past }: Props) {
  const facts = turn.facts.value
  const rating = past ? past.feedback?.rating : facts.feedback?.rating
  const canAskAgain = isLast && !past && facts.state === 'complete' && !store.conversation.isAnswering.value
  const rate = async (wanted: 'up' | 'down') => {
    const isTakenBack = rating === wanted
    isRating.value = !isTakenBack
    const feedback = { rating: isTakenBack ? null : wanted, comment: '' }
    await giveFeedback(store, turn, feedback).catch(() => (isRating.value = false))
  }

  return (
    <div class="actions">
      <Pager turn={turn} words={words} past={past} turnedTo={turnedTo} />
      {(past || hasWords) && (
        <Fragment>
          <CopyTool text={past?.answer ?? turn.answer} words={words} />
          {canAskAgain && (
            <Tool label={words.answerAgain} onClick={(event) => (keepFocus(event), answerAgain(store, turn))}>
              <AgainIcon />
            </Tool>
          )}
          {!past && (
            <Fragment>
              <Tool label={words.goodAnswer} onClick={() => void rate('up')} aria-pressed={rating === 'up'}>
                <GoodIcon />
              </Tool>
              <Tool label={words.badAnswer} onClick={() => void rate('down')} aria-pressed={rating === 'down'}>
                <BadIcon />
              </Tool>
            </Fragment>
          )}
        </Fragment>
      )}
      <time dateTime={new Date(facts.createdAt).toISOString()}>{timeLabel(facts.createdAt, words)}</time>
    </div>
  )
}

/** Steps through the answers to one question. Attempts without text are skipped. */
function Pager({ turn, words, past, turnedTo }: Pick<Props, 'turn' | 'words' | 'past' | 'turnedTo'>) {
  const pages = [...turn.facts.value.earlier.filter(({ answer }) => answer), undefined]
  if (pages.length < 2) return null
  const page = pages.indexOf(past)
  const turnTo = (wanted: number) => (turnedTo.value = pages[wanted]?.attempt ?? 0)
  return (
    <span class="pager" role="group" aria-label={words.answerOf(page + 1, pages.length)}>
      <Tool label={words.previousAnswer} onClick={() => turnTo(Math.max(0, page - 1))} aria-disabled={page === 0}>
        <BackIcon />
      </Tool>
      <span aria-hidden="true">{`${page + 1}/${pages.length}`}</span>
      <Tool label={words.nextAnswer} onClick={() => turnTo(page + 1)} aria-disabled={page === pages.length - 1}>
        <ForthIcon />
      </Tool>
    </span>
  )
}

function CopyTool({ text, words }: { text: string | ReadonlySignal<string>; words: TurnProps['words'] }) {
  const isCopied = useSignal(false)
  const copy = async () => {
    isCopied.value = await copyText(typeof text === 'string' ? text : text.value)
    setTimeout(() => (isCopied.value = false), COPIED_MS)
  }
  return (
    <Tool label={isCopied.value ? words.copied : words.copy} onClick={() => void copy()}>
      {isCopied.value ? <CheckIcon /> : <CopyIcon />}
    </Tool>
  )
}

interface ToolProps {
  label: string
  onClick: (event: { currentTarget: Element }) => void
  children: ComponentChildren
  'aria-pressed'?: boolean
  'aria-disabled'?: boolean
}

const Tool = ({ label, children, ...more }: ToolProps) => (
  <button type="button" class="round quiet tool" title={label} aria-label={label} {...more}>
    {children}
  </button>
)

import { Fragment, h, type ComponentChildren } from 'preact'
import { signal, type Signal } from '@preact/signals-core'
import type { Attempt } from '../api/parse.ts'
import { COPIED_MS, copyText } from './clipboard.ts'
import { timeLabel } from './days.ts'
import { keepFocus } from '../panel/keep-focus.ts'
import { AgainIcon, BackIcon, BadIcon, CheckIcon, CopyIcon, ForthIcon, GoodIcon } from './turn-icons.tsx'
import type { TurnShown } from '../panel/props.ts'
import { watching } from '../panel/watching.ts'

interface Props extends TurnShown {
  /** The earlier attempt that is looked at. */
  past: Attempt | undefined
  turnedTo: Signal<number>
  isRating: Signal<boolean>
  hasWords: boolean
}

/** What can be done with an answer. */
export const Actions = watching<Props>(({ turn, store, turnedTo, isRating }) => {
  const isCopied = signal(false)
  return ({ isLast, words, hasWords, past }) => {
    // An attempt without a word is nothing to turn back to.
    const pages = [...turn.earlier.value.filter(({ answer }) => answer), undefined]
    const page = pages.indexOf(past)
    const turnTo = (wanted: number) => (turnedTo.value = pages[wanted]?.attempt ?? 0)
    const rating = past ? past.feedback?.rating : turn.feedback.value?.rating
    const isWhole = turn.state.value === 'complete'

    const tool = (
      label: string,
      icon: ComponentChildren,
      onClick: (event: { currentTarget: Element }) => void,
      more: object = {},
    ) => (
      <button type="button" class="round quiet tool" title={label} aria-label={label} onClick={onClick} {...more}>
        {icon}
      </button>
    )
    const rate = (wanted: 'up' | 'down') => async () => {
      const isTakenBack = rating === wanted
      isRating.value = !isTakenBack
      await store.rate(turn, { rating: isTakenBack ? null : wanted, comment: '' }).catch(() => (isRating.value = false))
    }
    const copy = async () => {
      isCopied.value = await copyText(past?.answer ?? turn.answer.value)
      setTimeout(() => (isCopied.value = false), COPIED_MS)
    }

    return (
      <div class="actions">
        {pages.length > 1 && (
          <span class="pager" role="group" aria-label={words.answerOf(page + 1, pages.length)}>
            {tool(words.previousAnswer, <BackIcon />, () => turnTo(Math.max(0, page - 1)), {
              'aria-disabled': page === 0,
            })}
            <span aria-hidden="true">{`${page + 1}/${pages.length}`}</span>
            {tool(words.nextAnswer, <ForthIcon />, () => turnTo(page + 1), {
              'aria-disabled': page === pages.length - 1,
            })}
          </span>
        )}
        {(past || hasWords) && (
          <Fragment>
            {tool(
              isCopied.value ? words.copied : words.copy,
              isCopied.value ? <CheckIcon /> : <CopyIcon />,
              () => void copy(),
            )}
            {isLast &&
              !past &&
              isWhole &&
              !store.isAnswering.value &&
              tool(words.answerAgain, <AgainIcon />, (event) => (keepFocus(event), store.answerAgain(turn)))}
            {!past &&
              tool(words.goodAnswer, <GoodIcon />, () => void rate('up')(), { 'aria-pressed': rating === 'up' })}
            {!past &&
              tool(words.badAnswer, <BadIcon />, () => void rate('down')(), { 'aria-pressed': rating === 'down' })}
          </Fragment>
        )}
        <time dateTime={new Date(turn.askedAt).toISOString()}>{timeLabel(turn.askedAt, words)}</time>
      </div>
    )
  }
})

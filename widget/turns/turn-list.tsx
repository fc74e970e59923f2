import { createRef, h } from 'preact'
import { signal } from '@preact/signals-core'
import { fetchMarkdown } from './answer.tsx'
import { dayLabel, isOtherDay } from './days.ts'
import { keepFocus } from '../panel/keep-focus.ts'
import { DownIcon } from './turn-icons.tsx'
import type { LaterShown } from '../panel/props.ts'
import { readAlong, type Reading } from './scrolling.ts'
import { Turn } from './turn-view.tsx'
import { watching } from '../panel/watching.ts'

/** The questions and answers of a conversation, in order. */
export const Turns = watching<LaterShown>(({ store }, { onMount, onRender }) => {
  const { turns } = store
  const list = createRef<HTMLOListElement>()
  const hasMoreBelow = signal(false)
  let reading: Reading | undefined
  let last = turns.peek().at(-1)

  onMount(() => {
    const viewport = list.current?.closest<HTMLElement>('.viewport')
    if (!viewport) return
    reading = readAlong(viewport, (more) => (hasMoreBelow.value = more))
    // There will be an answer to be shown.
    fetchMarkdown().catch(() => {})
    if (last?.state.peek() === 'sending') last = undefined
    return reading.end
  })
  // A question of one's own is looked at, wherever one was reading.
  onRender(() => {
    const newest = turns.peek().at(-1)
    const place = list.current?.lastElementChild
    const words = place?.querySelector('.words')
    if (words) reading?.watch(words)
    if (newest !== last && newest?.state.peek() === 'sending' && place instanceof HTMLElement) reading?.lookAt(place)
    last = newest
  })

  return ({ words }) => (
    <div class="conversation">
      <ol class="turns" ref={list}>
        {turns.value.flatMap((turn, index) => [
          isOtherDay(turn.askedAt, turns.value[index - 1]?.askedAt ?? Date.now()) && (
            <li class="day" key={`day ${turn.id}`}>
              {dayLabel(turn.askedAt, words)}
            </li>
          ),
          <Turn key={turn.id} turn={turn} isLast={index === turns.value.length - 1} store={store} words={words} />,
        ])}
      </ol>
      {hasMoreBelow.value && (
        <div class="below">
          <button type="button" class="pill" onClick={(event) => (keepFocus(event), reading?.toEnd())}>
            <DownIcon />
            {words.jumpToLatest}
          </button>
        </div>
      )}
    </div>
  )
})

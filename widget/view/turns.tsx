import { h } from 'preact'
import { useSignal, useSignalEffect } from '@preact/signals-core'
import { useEffect, useRef } from 'preact/hooks'
import { fetchMarkdown } from './answer.tsx'
import { dayLabel, isOtherDay } from './days.ts'
import { DownIcon } from './later-icons.tsx'
import type { LaterShown } from './shown.ts'
import { readAlong, type Reading } from './scrolling.ts'
import { Turn } from './turn.tsx'

/** The questions and answers of a conversation, in order. */
export function Turns({ store, words }: LaterShown) {
  const { turns } = store
  const list = useRef<HTMLOListElement>(null)
  const reading = useRef<Reading>(null)
  const hasMoreBelow = useSignal(false)

  useEffect(() => {
    const viewport = list.current?.closest<HTMLElement>('.viewport')
    if (!viewport) return
    reading.current = readAlong(viewport, (more) => (hasMoreBelow.value = more))
    void fetchMarkdown()
    return reading.current.end
  }, [])
  // A question of one's own is looked at, wherever one was reading.
  useSignalEffect(() => {
    const isNew = turns.value.at(-1)?.state.peek() === 'sending'
    const last = list.current?.lastElementChild
    if (isNew && last instanceof HTMLElement) reading.current?.lookAt(last)
  })

  return (
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
          <button type="button" class="pill" onClick={() => reading.current?.toEnd()}>
            <DownIcon />
            {words.newWordsBelow}
          </button>
        </div>
      )}
    </div>
  )
}

import { useSignal } from '@preact/signals'
import { h } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { fetchMarkdown } from './answer.tsx'
import { dayLabel, isOtherDay } from './days.ts'
import { keepFocus } from '../panel/keep-focus.ts'
import { DownIcon } from './turn-icons.tsx'
import type { LaterProps } from '../panel/props.ts'
import { Reading } from './scrolling.ts'
import type { ShownTurn } from '../chat/turn.ts'
import { Turn } from './turn-view.tsx'

/** The questions and answers of a conversation, in order. */
export function Turns({ store, words }: LaterProps) {
  const turns = store.conversation.turns.value
  const list = useRef<HTMLOListElement>(null)
  const hasMoreBelow = useSignal(false)
  const reading = useReading(list, turns, (more) => (hasMoreBelow.value = more))

  // There will be an answer to show.
  useEffect(() => void fetchMarkdown().catch(() => {}), [])

  return (
    <div class="conversation">
      <ol class="turns" ref={list}>
        {turns.flatMap((turn, index) => [
          isOtherDay(turn.now.createdAt, turns[index - 1]?.now.createdAt ?? Date.now()) && (
            <li class="day" key={`day ${turn.id}`}>
              {dayLabel(turn.now.createdAt, words)}
            </li>
          ),
          <Turn key={turn.id} turn={turn} isLast={index === turns.length - 1} store={store} words={words} />,
        ])}
      </ol>
      {hasMoreBelow.value && (
        <div class="below">
          <button type="button" class="pill" onClick={(event) => (keepFocus(event), reading.current?.toEnd())}>
            <DownIcon />
            {words.jumpToLatest}
          </button>
        </div>
      )}
    </div>
  )
}

/** Keeps the newest text visible for a visitor who reads along. The visitor's own question is always scrolled into view. */
function useReading(
  list: { current: HTMLElement | null },
  turns: readonly ShownTurn[],
  onMoreBelow: (more: boolean) => void,
): { current: Reading | undefined } {
  const reading = useRef<Reading | undefined>(undefined)
  const last = useRef<ShownTurn | undefined>(undefined)

  useLayoutEffect(() => {
    const viewport = list.current?.closest<HTMLElement>('.viewport')
    if (!viewport) return
    const mine = new Reading(viewport, onMoreBelow)
    reading.current = mine
    return () => mine.end()
  }, [])

  useLayoutEffect(() => {
    const newest = turns.at(-1)
    const place = list.current?.lastElementChild
    const words = place?.querySelector('.words')
    if (words) reading.current?.watch(words)
    // A question may have been answered before this module came.
    if (newest !== last.current && newest?.isPast === false && place instanceof HTMLElement)
      reading.current?.lookAt(place)
    last.current = newest
  })
  return reading
}

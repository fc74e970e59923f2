import { h } from 'preact'
import { useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { troubleOf } from '../words/trouble.ts'
import { DownIcon } from './icons.tsx'
import { keepFocus } from './keep-focus.ts'
import type { Shown } from './shown.ts'
import { keepAtEnd, type Scrolling } from './scrolling.ts'
import { Turn } from './turn.tsx'

export function Transcript({ store, words }: Shown) {
  const { view, turns, isReady, trouble, resume, send } = store
  const viewport = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const scrolling = useRef<Scrolling>(null)
  const hasMoreBelow = useSignal(false)

  useEffect(() => {
    if (!viewport.current || !content.current) return
    scrolling.current = keepAtEnd(viewport.current, content.current, (more) => (hasMoreBelow.value = more))
    return scrolling.current.end
  }, [])
  // A question of one's own is looked at, wherever one was reading.
  useSignalEffect(() => {
    if (turns.value.at(-1)?.state.peek() === 'sending') scrolling.current?.toEnd()
  })

  const site = view.value
  return (
    <div class="transcript">
      <div class="viewport" ref={viewport} tabIndex={0} role="log" aria-live="off" aria-busy={!isReady.value}>
        <div class="messages" part="messages" ref={content}>
          {site?.greeting && (
            <div class="message answer" part="message" dir="auto">
              {site.greeting}
            </div>
          )}
          {isReady.value && turns.value.length === 0 && (
            <div class="starters">
              {site?.starterPrompts.map((prompt) => (
                <button
                  type="button"
                  class="pill"
                  dir="auto"
                  key={prompt}
                  onClick={(event) => (keepFocus(event), send(prompt))}
                >
                  {prompt}
                </button>
              ))}
            </div>
          )}
          <ol class="turns">
            {turns.value.map((turn) => (
              <Turn key={turn.id} turn={turn} store={store} words={words} />
            ))}
          </ol>
          {trouble.value && (
            <p class="outcome failed" role="alert">
              <span>{words.trouble[troubleOf(trouble.value)]}</span>
              <button type="button" class="pill again" onClick={() => void resume()}>
                {words.tryAgain}
              </button>
            </p>
          )}
          {!isReady.value && !trouble.value && <Bones label={words.loading} />}
        </div>
      </div>
      {hasMoreBelow.value && (
        <button type="button" class="pill below" onClick={() => scrolling.current?.toEnd()}>
          <DownIcon />
          {words.newWordsBelow}
        </button>
      )}
    </div>
  )
}

const Bones = ({ label }: { label: string }) => (
  <div class="turn" role="status" aria-label={label}>
    <div class="bone" />
  </div>
)

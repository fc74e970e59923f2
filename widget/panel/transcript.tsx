import { h } from 'preact'
import { troubleOf } from '../words/trouble.ts'
import { keepFocus } from './keep-focus.ts'
import type { Later, PanelProps } from './props.ts'

interface Props extends PanelProps {
  later: Later | undefined
}

/** Markdown characters. The renderer is not fetched for a greeting without them. */
const MARKS = /[*_`~[\]<>#|$&\\@]|www\.|:\/\/|^[^\S\n]*(?:[-+]|\d+[.)])\s/m

export function Transcript({ store, words, later }: Props) {
  const { conversation, isReady, trouble } = store
  const site = store.view.value
  const turns = conversation.turns.value
  const isEmpty = turns.length === 0
  return (
    <div class="viewport" tabIndex={0} role="log" aria-live="off" aria-busy={!isReady.value}>
      <div class="messages" part="messages">
        {site?.greeting &&
          (later && MARKS.test(site.greeting) ? (
            <later.parts.Answer
              key={site.greeting}
              kind="greeting"
              text={site.greeting}
              isOver
              imageHosts={site.imageHosts}
              words={later.words}
            />
          ) : (
            <div class="message greeting" part="message" dir="auto">
              {site.greeting}
            </div>
          ))}
        {isReady.value && isEmpty && (
          <div class="starters">
            {site?.starterPrompts.map((prompt) => (
              <button
                type="button"
                class="pill"
                dir="auto"
                key={prompt}
                onClick={(event) => (keepFocus(event), conversation.send(prompt))}
              >
                {prompt}
              </button>
            ))}
          </div>
        )}
        {later && !isEmpty && <later.parts.Turns store={store} words={later.words} />}
        {/* Without a network, the module that shows turns has not loaded: what was asked is not lost. */}
        {!later &&
          trouble.value &&
          turns.map(({ id, facts }) => (
            <div class="asked waits" key={id}>
              <div class="question message" dir="auto">
                {facts.value.question}
              </div>
              <p class="outcome">{words.waiting}</p>
            </div>
          ))}
        {trouble.value && (
          <p class="outcome failed" role="alert">
            <span>{words.trouble[troubleOf(trouble.value)]}</span>
            <button type="button" class="pill again" onClick={(event) => (keepFocus(event), void store.resume())}>
              {words.tryAgain}
            </button>
          </p>
        )}
        {(!isReady.value || (!later && !isEmpty)) && !trouble.value && (
          <div class="bone" role="status" aria-label={words.loading} />
        )}
        {/* In a low window it scrolls with the transcript; elsewhere it stays below the field. */}
        {site?.disclaimer && (
          <p class="small disclaimer" dir="auto">
            {site.disclaimer}
          </p>
        )}
      </div>
    </div>
  )
}

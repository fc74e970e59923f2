import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Transcript } from '../../protocol/schemas/transcript.ts'
import { download } from '../ui/download.ts'
import { jsonOf, textOf } from './session-file.ts'
import { count, moment } from '../words/format.ts'
import { privacySession } from './session-words.ts'

interface Props {
  site: string
  transcript: Transcript
  erase: () => void
}

/** Enough to recognize the session. To read it, use the transcripts' screen. */
export function FoundSession({ site, transcript, erase }: Props) {
  const words = privacySession.value
  const { session, turns } = transcript
  const name = `${site}-${session}`
  const json = () => download(`${name}.json`, 'application/json', [jsonOf(transcript)])
  const text = () =>
    download(`${name}.md`, 'text/markdown', [textOf(transcript, site, { ...words.file, when: moment })])
  // Screen readers announce it, and keyboard users continue from here.
  const whole = useRef<HTMLElement>(null)
  useEffect(() => whole.current?.focus({ preventScroll: true }), [])
  const [first, last] = [turns[0], turns.at(-1)]
  return (
    <section ref={whole} tabIndex={-1} class="found-session" aria-label={words.found}>
      <dl>
        <Fact name={words.first}>{first ? <q>{first.question}</q> : words.noTurns}</Fact>
        <Fact name={words.turns}>{count(turns.length)}</Fact>
        {first && <Fact name={words.from}>{moment(first.createdAt)}</Fact>}
        {last && <Fact name={words.to}>{moment(last.createdAt)}</Fact>}
        <Fact name={words.id}>
          <code>{session}</code>
        </Fact>
      </dl>
      <div class="row">
        <button type="button" onClick={text}>
          {words.text}
        </button>
        <button type="button" onClick={json}>
          {words.json}
        </button>
        <button type="button" class="danger" onClick={erase}>
          {words.erase}
        </button>
      </div>
    </section>
  )
}

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

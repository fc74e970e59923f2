import { useEffect, useMemo } from 'preact/hooks'
import { loaded } from '../../api/loaded.ts'
import { ask } from '../../shell/sign-in.ts'
import { readInstructions } from './persona-versions.ts'
import { Shown } from '../../ui/async.tsx'
import { readingWords } from './words.ts'

interface Props {
  site: string
  version: number
}

/** The system message of one version, or why there is none to show. */
export function Instructions({ site, version }: Props) {
  const words = readingWords.value
  const kept = useMemo(() => loaded<{ text: string | null }>(), [])
  const load = () => void kept.load(async (signal) => ({ text: await readInstructions(ask, site, version, signal) }))
  useEffect(load, [])
  return (
    <details class="talk-instructions">
      <summary>{words.instructions(words.versionName(version))}</summary>
      <div class="stack">
        <Shown of={kept} again={load}>
          {({ text }) =>
            text === null ? (
              <p>{words.instructionsGone}</p>
            ) : text === '' ? (
              <p>{words.instructionsEmpty}</p>
            ) : (
              <>
                <pre class="snippet" dir="auto" tabIndex={0}>
                  {text}
                </pre>
                {version === 0 && <p class="muted">{words.instructionsBuiltIn}</p>}
              </>
            )
          }
        </Shown>
        <p class="muted">{words.instructionsMean}</p>
      </div>
    </details>
  )
}

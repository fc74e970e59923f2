import { useEffect, useMemo } from 'preact/hooks'
import { lastTagIn } from './last-tag.ts'
import { embedOf } from './model.ts'
import { loadSetup, setup } from '../shell/site-list.ts'
import { Shown } from '../ui/async.tsx'
import { embedWords } from './words.ts'
import { EmbedCheck } from './check.tsx'
import { EmbedOrigins } from './origins.tsx'
import { EmbedTag } from './tag.tsx'

/** The three steps from nothing to a working chat on the owner's page. */
export function Embed({ site }: { site: string; rest: string }) {
  const words = embedWords.value
  const model = useMemo(
    () =>
      embedOf(
        site,
        lastTagIn(() => localStorage, site),
      ),
    [site],
  )
  const load = () => {
    void model.load()
    void model.loadPinned()
  }
  useEffect(load, [model])
  return (
    <>
      <header class="stack embed-head">
        <h1>{words.title}</h1>
        <p class="muted">{words.intro}</p>
      </header>
      <Shown of={setup} again={() => void loadSetup()} skeleton={<div class="skeleton embed-waiting" />}>
        {({ origin }) => (
          <Shown of={model.details} again={load} skeleton={<div class="skeleton embed-waiting" />}>
            {(details) => (
              <>
                <EmbedTag model={model} site={site} origin={origin} live={details.live} />
                <EmbedOrigins details={details} origin={origin} />
                <EmbedCheck model={model} details={details} />
              </>
            )}
          </Shown>
        )}
      </Shown>
    </>
  )
}

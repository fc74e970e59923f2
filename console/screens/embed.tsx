import { useEffect, useMemo } from 'preact/hooks'
import { lastTagIn } from '../form/last-tag.ts'
import { embedOf } from '../model/embed.ts'
import { loadSetup, setup } from '../model/sites.ts'
import { Shown } from '../parts/shown.tsx'
import { embedWords } from '../words/embed.ts'
import { EmbedCheck } from './embed-check.tsx'
import { EmbedOrigins } from './embed-origins.tsx'
import { EmbedTag } from './embed-tag.tsx'

/** The three steps from nothing to a chat that works on the owner's page. */
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

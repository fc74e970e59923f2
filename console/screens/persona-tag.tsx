import { useEffect } from 'preact/hooks'
import { plainTag, type Looks } from '../../protocol/tag-looks.ts'
import { hrefOf } from '../address.ts'
import { lastTagIn } from '../form/last-tag.ts'
import { loadSetup, setup } from '../model/sites.ts'
import { Notice } from '../parts/notice.tsx'
import { Shown } from '../parts/shown.tsx'
import { Snippet } from '../parts/snippet.tsx'
import { embedWords } from '../words/embed.ts'
import { personaWords } from '../words/persona.ts'

/** What was published has another launcher than the tag on the owner's pages: the new tag, to be copied. */
export function PersonaTag({ site, looks }: { site: string; looks: Looks }) {
  const words = personaWords.value
  useEffect(() => void loadSetup(), [])
  return (
    <Notice kind="hint">
      <p>{words.tagOld}</p>
      <Shown of={setup} again={() => void loadSetup()} skeleton={<div class="skeleton" />}>
        {({ origin }) => (
          <Snippet
            code={plainTag(origin, site, looks)}
            name={embedWords.value.goes.tag}
            copied={() => lastTagIn(() => localStorage, site).keep(looks)}
          />
        )}
      </Shown>
      <a href={hrefOf({ screen: 'embed', site, rest: '' })}>{words.tagOthers}</a>
    </Notice>
  )
}

import { useEffect } from 'preact/hooks'
import { plainTag, type Looks } from '../../protocol/tag-looks.ts'
import { hrefOf } from '../shell/address.ts'
import { lastTagIn } from './last-tag.ts'
import { loadSetup, setup } from '../shell/site-list.ts'
import { Notice } from '../ui/notice.tsx'
import { Shown } from '../ui/async.tsx'
import { Snippet } from '../ui/snippet.tsx'
import { embedWords } from './words.ts'

/** The published settings have another launcher than the tag on the owner's pages: shows the new tag to copy. */
export function ChangedTag({ site, looks }: { site: string; looks: Looks }) {
  const words = embedWords.value
  useEffect(() => void loadSetup(), [])
  return (
    <Notice kind="hint">
      <p>{words.tagChanged}</p>
      <Shown of={setup} again={() => void loadSetup()} skeleton={<div class="skeleton" />}>
        {({ origin }) => (
          <Snippet
            code={plainTag(origin, site, looks)}
            name={words.goes.tag}
            copied={() => lastTagIn(() => localStorage, site).keep(looks)}
          />
        )}
      </Shown>
      <a href={hrefOf({ screen: 'embed', site, rest: '' })}>{words.tagOthers}</a>
    </Notice>
  )
}

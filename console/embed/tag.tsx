import type { Settings } from '../../protocol/site.ts'
import type { Looks } from '../../protocol/tag-looks.ts'
import { PLATFORMS, policyLines, snippetsFor, type Platform } from './snippets.ts'
import type { EmbedModel } from './model.ts'
import { Notice } from '../ui/notice.tsx'
import { Snippet } from '../ui/snippet.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { embedWords } from './words.ts'
import { EmbedOptionFields } from './options.tsx'

interface Props {
  model: EmbedModel
  site: string
  /** The Worker's. */
  origin: string
  live: Looks & Pick<Settings, 'imageHosts'>
}

/** Step 1: what to paste, and where. */
export function EmbedTag({ model, site, origin, live }: Props) {
  const words = embedWords.value
  const options = model.options.value
  const platform = model.platform.value
  const known = model.pinned.now.value
  const pinned = known.state === 'there' ? known.value : known.before
  const snippets = snippetsFor(platform, options, { site, origin, looks: live, pinned })
  const tabs = PLATFORMS.map((name) => ({ name, label: words.platforms[name] }))
  return (
    <section class="card embed-step" aria-labelledby="embed-paste">
      <h2 id="embed-paste">{words.paste}</h2>
      {model.isTagOld(live) && <Notice kind="hint">{words.tagOld}</Notice>}
      <Tabs
        label={words.platform}
        id="embed-platform"
        tabs={tabs}
        now={platform}
        choose={(name) => (model.platform.value = name)}
      >
        <p>{words.where[platform]}</p>
        {options.place === 'inline' && <p>{words.inlineNote[platform]}</p>}
        {snippets.map(({ goes, code }) => (
          <div key={goes} class="embed-snippet">
            {snippets.length > 1 && <h3>{words.goes[goes]}</h3>}
            <Snippet code={code} name={words.goes[goes]} copied={() => model.copied(live)} />
          </div>
        ))}
        {options.hasNonce && hasTag(platform) && (
          <p class="muted">{platform === 'manager' ? words.managerNonce : words.nonceHelp}</p>
        )}
        {(options.hasNonce || options.isPinned) && !hasTag(platform) && <p class="muted">{words.packageOnly}</p>}
      </Tabs>
      <EmbedOptionFields model={model} />
      <details>
        <summary>{words.policy}</summary>
        <div class="stack">
          <p>{words.policyIntro}</p>
          <Snippet code={policyLines({ origin, imageHosts: live.imageHosts })} name={words.policy} />
          <p class="muted">{words.policyNote}</p>
        </div>
      </details>
    </section>
  )
}

const hasTag = (platform: Platform): boolean => platform !== 'react' && platform !== 'vue'

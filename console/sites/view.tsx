import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { SiteSummary } from '../../protocol/schemas/owner-site.ts'
import { hrefOf } from '../shell/address.ts'
import { pauseSite } from './changes.ts'
import { found } from './site-search.ts'
import { loadSites, sites } from '../shell/site-list.ts'
import { useAttempt } from '../ui/use-attempt.ts'
import { PlusIcon } from '../ui/icons.tsx'
import { Notice } from '../ui/notice.tsx'
import { Said } from '../ui/said.tsx'
import { Shown } from '../ui/async.tsx'
import { count } from '../words/format.ts'
import { messageFor } from '../words/refusals.ts'
import { sitesWords } from './words.ts'
import { SiteCard, type SiteAction } from './site-card.tsx'
import { CreateSite } from './create-dialog.tsx'
import { DuplicateSite } from './duplicate-dialog.tsx'
import { PauseSite } from './pause-dialog.tsx'
import { RemoveSite } from './remove-dialog.tsx'

type Asked = { about: 'create' } | { about: 'duplicate' | 'pause' | 'remove'; site: string }
type Done = { what: 'duplicated' | 'isPaused' | 'isResumed' | 'isRemoved'; site: string }

/** With more sites than this, there is a search field. */
const FEW = 8

export function Sites() {
  const words = sitesWords.value
  const asked = useSignal<Asked | null>(null)
  const done = useSignal<Done | null>(null)
  const news = useRef<HTMLDivElement>(null)
  const resuming = useAttempt()

  useEffect(() => {
    // If the console starts here, the frame is fetching them already. Later, drafts may have changed.
    if (sites.now.value.state !== 'loading') void loadSites()
  }, [])
  useEffect(() => {
    // Its button is gone, or another site comes next.
    if (done.value?.what === 'isRemoved' || done.value?.what === 'duplicated') news.current?.focus()
  }, [done.value])

  const close = () => (asked.value = null)
  const finish = (what: Done['what'], site: string) => {
    close()
    done.value = { what, site }
  }
  const act = async (action: SiteAction, site: string) => {
    done.value = null
    if (action !== 'resume') asked.value = { about: action, site }
    else if (await resuming.run(() => pauseSite(site, false))) finish('isResumed', site)
  }

  return (
    <>
      <header class="row spread">
        <div class="stack tight sites-lead">
          <h1>{words.title}</h1>
          <p class="muted">{words.lead}</p>
        </div>
        <button type="button" class="main" onClick={() => (asked.value = { about: 'create' })}>
          <PlusIcon />
          {words.add}
        </button>
      </header>
      <div ref={news} tabIndex={-1} class="news">
        {done.value && (
          <Said forget={() => (done.value = null)}>
            <p>{words[done.value.what](done.value.site)}</p>
            {done.value.what === 'duplicated' && (
              <a href={hrefOf({ screen: 'persona', site: done.value.site, rest: '' })}>{words.openPersona}</a>
            )}
          </Said>
        )}
        {resuming.refusal.value && <Notice kind="trouble">{messageFor(resuming.refusal.value)}</Notice>}
      </div>
      <Shown of={sites} again={() => void loadSites()} skeleton={<Skeleton />}>
        {(all) => (
          <>
            <List all={all} isBusy={resuming.isBusy.value} act={(action, site) => void act(action, site)} />
            {all.length < 2 && (
              <section class="empty first-site">
                <h2>{words.first}</h2>
                <p>{words.firstHelp}</p>
                <button type="button" onClick={() => (asked.value = { about: 'create' })}>
                  <PlusIcon />
                  {words.add}
                </button>
              </section>
            )}
          </>
        )}
      </Shown>
      {asked.value && <Question asked={asked.value} close={close} finish={finish} />}
    </>
  )
}

interface ListProps {
  all: readonly SiteSummary[]
  isBusy: boolean
  act: (action: SiteAction, site: string) => void
}

function List({ all, isBusy, act }: ListProps) {
  const words = sitesWords.value
  const text = useSignal('')
  const field = useRef<HTMLInputElement>(null)
  const shown = found(all, text.value)
  const showAll = () => {
    text.value = ''
    // The button disappears, and would take the focus with it.
    field.current?.focus()
  }
  return (
    <>
      {all.length > FEW && (
        <div class="row" role="search">
          <input
            ref={field}
            type="search"
            class="sites-search"
            aria-label={words.search}
            placeholder={words.search}
            value={text.value}
            onInput={({ currentTarget }) => (text.value = currentTarget.value)}
          />
          <small role="status">{words.shown(count(shown.length), count(all.length))}</small>
        </div>
      )}
      {all.length > 0 && shown.length === 0 && (
        <div class="empty">
          <p>{words.nobody(text.value.trim())}</p>
          <button type="button" onClick={showAll}>
            {words.showAll}
          </button>
        </div>
      )}
      <ul class="site-cards">
        {shown.map((one) => (
          <SiteCard key={one.site} of={one} isBusy={isBusy} act={(action) => act(action, one.site)} />
        ))}
      </ul>
    </>
  )
}

interface QuestionProps {
  asked: Asked
  close: () => void
  finish: (what: Done['what'], site: string) => void
}

function Question({ asked, close, finish }: QuestionProps) {
  switch (asked.about) {
    case 'create':
      return <CreateSite close={close} />
    case 'duplicate':
      return <DuplicateSite site={asked.site} close={close} done={(name) => finish('duplicated', name)} />
    case 'pause':
      return <PauseSite site={asked.site} close={close} done={() => finish('isPaused', asked.site)} />
    case 'remove':
      return <RemoveSite site={asked.site} close={close} done={() => finish('isRemoved', asked.site)} />
    default:
      return asked satisfies never
  }
}

const Skeleton = () => (
  <div class="site-cards">
    <div class="skeleton" />
    <div class="skeleton" />
  </div>
)

import { useSignal } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { Version } from '../../../protocol/schemas/site-version.ts'
import { Refusal } from '../../api/ask.ts'
import { changesBetween } from '../difference.ts'
import type { Drafting } from '../draft.ts'
import { versionsOf } from './versions.ts'
import { readinessOf } from './readiness.ts'
import { ask } from '../../shell/sign-in.ts'
import { loadSites } from '../../shell/site-list.ts'
import { Difference } from '../difference-view.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { followingFocus } from '../../ui/kept-focus.ts'
import { useOrder } from '../../ui/use-order.tsx'
import { Shown } from '../../ui/async.tsx'
import { count, moment } from '../../words/format.ts'
import { personaWords } from '../words.ts'
import { publishWords } from './words.ts'
import { shell } from '../../words/console-words.ts'
import type { Say } from './publish-dialog.tsx'
import { PersonaReadiness } from './readiness-notice.tsx'

interface Props {
  draft: Drafting
  say: Say
}

/** The published versions, newest first: what each one changed, and a button to go back. */
export function PersonaVersions({ draft, say }: Props) {
  const words = publishWords.value
  const versions = useMemo(() => versionsOf(draft.site, ask), [draft])
  const wanted = useSignal<Version | null>(null)
  const now = draft.details.now.value
  const live = (now.state === 'there' ? now.value : now.before)?.version ?? 0
  const entries = useRef<HTMLOListElement>(null)
  // Publishing on this screen makes the list longer.
  useEffect(() => void versions.load(), [versions, live])

  /** The button may be gone when they arrive, so the first of them gets the focus. */
  async function older(): Promise<void> {
    const length = entries.current?.children.length ?? 0
    const mayMove = followingFocus()
    await versions.more()
    requestAnimationFrame(() => {
      const next = entries.current?.children[length]
      if (next instanceof HTMLElement && mayMove()) next.focus()
    })
  }
  return (
    <>
      <Shown of={versions.list} again={() => void versions.load()}>
        {(list) =>
          list.length === 0 ? (
            <div class="empty card">
              <h2>{words.versionsEmpty}</h2>
              <p>{words.versionsEmptyHelp}</p>
            </div>
          ) : (
            <ol ref={entries} class="versions stack">
              {list.map((version, at) => (
                <Entry
                  key={version.version}
                  version={version}
                  before={list[at + 1] ?? null}
                  isOldest={at === list.length - 1 && !versions.hasMore.value}
                  draft={draft}
                  isLive={version.version === live}
                  rollBack={() => (wanted.value = version)}
                />
              ))}
            </ol>
          )
        }
      </Shown>
      {versions.hasMore.value && (
        <button type="button" onClick={() => void older()}>
          {words.older}
        </button>
      )}
      {wanted.value && (
        <RollBack draft={draft} version={wanted.value} live={live} close={() => (wanted.value = null)} say={say} />
      )}
    </>
  )
}

interface EntryProps {
  version: Version
  /** Null for the oldest one that is shown. */
  before: Version | null
  /** Whether it is the oldest that exists. */
  isOldest: boolean
  draft: Drafting
  isLive: boolean
  rollBack: () => void
}

function Entry({ version, before, isOldest, draft, isLive, rollBack }: EntryProps) {
  const words = publishWords.value
  const number = count(version.version)
  const changes = before ? changesBetween(draft.fields, before.settings, version.settings).length : 0
  return (
    <li class="card" tabIndex={-1}>
      <div class="row spread">
        <h2 class="row">
          {version.version === 0 ? words.builtIn : personaWords.value.version(number)}
          {isLive && <span class="badge good">{personaWords.value.live}</span>}
        </h2>
        {version.version > 0 && (
          <time class="muted" dateTime={version.publishedAt}>
            {moment(version.publishedAt)}
          </time>
        )}
      </div>
      {version.note && <p>{version.note}</p>}
      {before && (
        <details>
          <summary>{words.changesOf(changes)}</summary>
          <Difference fields={draft.fields} before={before.settings} after={version.settings} />
        </details>
      )}
      {isOldest && <p class="muted">{version.version === 0 ? words.builtInHelp : words.firstVersion}</p>}
      {!isLive && (
        <div class="row">
          <button type="button" onClick={rollBack}>
            {version.version === 0 ? words.rollBack : words.rollBackOf(number)}
          </button>
        </div>
      )}
    </li>
  )
}

interface RollBackProps extends Props {
  version: Version
  /** The live version. */
  live: number
  close: () => void
}

function RollBack({ draft, version, live, close, say }: RollBackProps) {
  const words = publishWords.value
  const order = useOrder()
  const isConflict = useSignal(false)
  const readiness = useMemo(() => readinessOf({ site: draft.site, ask }), [draft])
  useEffect(() => void readiness.look(version.settings), [readiness, version])
  const now = draft.details.now.value
  const settings = now.state === 'there' ? now.value.live : now.before?.live
  const number = count(version.version)

  async function rollBack(): Promise<void> {
    isConflict.value = false
    try {
      await draft.goLive(version.version)
    } catch (error) {
      isConflict.value = error instanceof Refusal && error.code === 'settings_conflict'
      if (!isConflict.value) throw error
      return
    }
    say(words.rolledBack(number, count(live)), settings && { before: settings, now: version.settings })
    close()
    void loadSites()
  }

  return (
    <Dialog title={words.rollBackTitle(number)} close={close}>
      {isConflict.value && <p role="alert">{words.rollBackConflict}</p>}
      <p>{words.rollBackHelp(count(live))}</p>
      {settings && <Difference fields={draft.fields} before={settings} after={version.settings} />}
      <PersonaReadiness readiness={readiness} hasForm={false} />
      {order.trouble}
      <div class="row answers">
        <button type="button" class="main" aria-disabled={order.isBusy} onClick={() => void order.run(rollBack)}>
          {words.rollBack}
        </button>
        <button type="button" onClick={close}>
          {shell.value.cancel}
        </button>
      </div>
    </Dialog>
  )
}

import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { hrefOf, moveTo } from '../../shell/address.ts'
import { NO_FILTER, restOf, type Filter } from './filter.ts'
import { whileVisible } from '../../api/while-visible.ts'
import type { TranscriptList } from './transcript-list.ts'
import { followingFocus } from '../../ui/kept-focus.ts'
import { Notice } from '../../ui/notice.tsx'
import { Said } from '../../ui/said.tsx'
import { Shown } from '../../ui/async.tsx'
import { messageFor } from '../../words/refusals.ts'
import { shell } from '../../words/console-words.ts'
import { listWords } from './words.ts'
import { ExportDialog } from '../export/export-dialog.tsx'
import { TranscriptsFilter } from './filter-form.tsx'
import { RemoveDialog } from './erase-dialog.tsx'
import { TranscriptRow } from './list-row.tsx'
import { Toolbar } from './selection-toolbar.tsx'

/** The owner's position in the list before a transcript was opened. */
export interface LeftOff {
  session: string
  scrolled: number
}

/** An answer is stored about 8 s after it has ended. Each check costs one request. */
const REFRESH_MILLISECONDS = 20_000

interface Props {
  site: string
  list: TranscriptList
  filter: Filter
  leftOff: LeftOff
}

export function TranscriptsList({ site, list, filter, leftOff }: Props) {
  const words = listWords.value
  const heading = useRef<HTMLHeadingElement>(null)
  /** After a deletion, the rows and the button are gone. The result is shown below the heading. */
  const isBack = useRef(false)
  const removing = useSignal<readonly string[] | null>(null)
  const exporting = useSignal<readonly string[] | null>(null)
  const change = (next: Filter) => moveTo({ screen: 'transcripts', site, rest: restOf({ session: '', filter: next }) })
  const again = () => void list.look(filter)
  useEffect(() => {
    // Not before the dialog is gone: nothing behind it can have the focus.
    if (isBack.current && !removing.value) heading.current?.focus()
    isBack.current = false
  }, [removing.value])
  useLayoutEffect(() => comeBack(leftOff, heading.current), [])
  // Its result is visible: the list does not refresh under a selection or a dialog.
  useEffect(
    () =>
      whileVisible(() => {
        if (!removing.value && !exporting.value) void list.refresh()
      }, REFRESH_MILLISECONDS),
    [list],
  )
  useEffect(
    () => () => {
      list.deletingSeen()
    },
    [],
  )

  return (
    <>
      <div class="stack transcripts-head">
        <h1 ref={heading} tabIndex={-1}>
          {words.title}
        </h1>
        <p class="muted">{words.about}</p>
      </div>
      <TranscriptsFilter site={site} filter={filter} change={change} />
      <Deleted list={list} />
      <Refused site={site} list={list} />
      <Shown of={list.found} again={again} skeleton={<Skeleton />}>
        {({ sessions, next }) =>
          sessions.length > 0 ? (
            <section class="card transcripts" aria-label={words.list}>
              <Toolbar
                list={list}
                again={again}
                startExport={(chosen) => (exporting.value = chosen)}
                startRemoval={(chosen) => (removing.value = chosen)}
              />
              <ul>
                {sessions.map((one) => (
                  <TranscriptRow
                    key={one.session}
                    row={one}
                    list={list}
                    href={hrefOf({ screen: 'transcripts', site, rest: restOf({ session: one.session, filter }) })}
                    leave={() => (leftOff.scrolled = scrollY)}
                  />
                ))}
              </ul>
              {next !== null && <More list={list} />}
            </section>
          ) : list.isFiltered.value ? (
            <div class="card empty transcripts-empty" role="status">
              <h2>{words.nothingTitle}</h2>
              <p>{words.nothing}</p>
              <button
                type="button"
                onClick={() => {
                  change(NO_FILTER)
                  // The button disappears, and would take the focus with it.
                  heading.current?.focus()
                }}
              >
                {words.clearAll}
              </button>
            </div>
          ) : (
            <div class="card empty transcripts-empty" role="status">
              <h2>{words.emptyTitle}</h2>
              <p>{words.empty}</p>
              <p class="row">
                <a class="button" href={hrefOf({ screen: 'embed', site, rest: '' })}>
                  {words.toEmbed}
                </a>
                <button type="button" onClick={again}>
                  {words.refresh}
                </button>
              </p>
            </div>
          )
        }
      </Shown>
      {exporting.value && (
        <ExportDialog
          site={site}
          sessions={exporting.value}
          everything={filter}
          close={() => (exporting.value = null)}
        />
      )}
      {removing.value && (
        <RemoveDialog
          list={list}
          sessions={removing.value}
          close={(isDone) => {
            removing.value = null
            isBack.current = isDone
          }}
        />
      )}
    </>
  )
}

/** The result of the last deletion. */
function Deleted({ list }: { list: TranscriptList }) {
  const words = listWords.value
  const deleting = list.deleting.value
  if (!deleting?.isOver) return null
  const { done, failed, refusal } = deleting
  return (
    <>
      {done > 0 && <Said forget={list.deletingSeen}>{words.removed(done)}</Said>}
      {failed > 0 && (
        <Notice kind="trouble">
          <p>{words.notRemoved(failed)}</p>
          {refusal && <p>{messageFor(refusal)}</p>}
        </Notice>
      )}
    </>
  )
}

/** The next page is added below, so nothing moves. */
function More({ list }: { list: TranscriptList }) {
  const words = listWords.value
  const button = useRef<HTMLButtonElement>(null)
  const more = list.more.value
  async function show(): Promise<void> {
    const { length } = list.shown.value
    const rows = button.current?.parentElement?.parentElement?.querySelector('ul')
    const mayMove = followingFocus()
    await list.showMore()
    requestAnimationFrame(() => {
      if (mayMove()) rows?.children[length]?.querySelector('a')?.focus({ preventScroll: true })
    })
  }
  return (
    <div class="transcripts-more">
      {typeof more === 'object' && (
        <Notice kind="trouble">
          <p>
            {words.moreFailed} {messageFor(more)}
          </p>
        </Notice>
      )}
      <button type="button" ref={button} aria-disabled={more === 'loading'} onClick={() => void show()}>
        {more === 'loading' ? words.loadingMore : typeof more === 'object' ? shell.value.again : words.more}
      </button>
    </div>
  )
}

/** Questions of these days that are not in any conversation. */
function Refused({ site, list }: { site: string; list: TranscriptList }) {
  const words = listWords.value
  const { value } = list.found.now
  const refused = (value.state === 'there' ? value.value : value.before)?.refused ?? 0
  if (refused === 0) return null
  return (
    <Notice kind="hint">
      <p>
        {words.refused(refused)} <a href={hrefOf({ screen: 'usage', site, rest: '' })}>{words.toUsage}</a>
      </p>
    </Notice>
  )
}

const Skeleton = () => (
  <div class="card transcripts" aria-hidden="true">
    {Array.from({ length: 8 }, (_, index) => (
      <div key={index} class="skeleton transcripts-waiting" />
    ))}
  </div>
)

/** Scrolls to the row that was read, to the same position. */
function comeBack({ session, scrolled }: LeftOff, heading: HTMLElement | null): void {
  if (!session) return
  scrollTo(0, scrolled)
  const row = document.querySelector<HTMLElement>(`[data-session="${CSS.escape(session)}"]`)
  const target = row ?? heading
  target?.focus({ preventScroll: true })
  target?.scrollIntoView({ block: 'nearest' })
}

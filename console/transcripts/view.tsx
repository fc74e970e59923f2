import { useEffect, useMemo, useRef } from 'preact/hooks'
import { ask } from '../shell/sign-in.ts'
import { queryOf, readSpot } from './list/filter.ts'
import { transcriptList } from './list/transcript-list.ts'
import { TranscriptsList, type LeftOff } from './list/list-view.tsx'
import { Reading } from './reading/reading-view.tsx'

/** The list of conversations, and one conversation to read. The list stays while one is read, because the owner returns to it. */
export function Transcripts({ site, rest }: { site: string; rest: string }) {
  const list = useMemo(() => transcriptList(ask, site), [site])
  const leftOff = useRef<LeftOff>({ session: '', scrolled: 0 })
  const { session, filter } = readSpot(rest)
  const query = queryOf(filter)
  useEffect(() => {
    void list.look(filter)
  }, [list, query])
  if (!session) return <TranscriptsList site={site} list={list} filter={filter} leftOff={leftOff.current} />
  leftOff.current.session = session
  return <Reading key={session} site={site} session={session} filter={filter} list={list} />
}

import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type { TranscriptList } from '../list/transcript-list.ts'
import { DownIcon, UpIcon } from '../../ui/icons.tsx'
import { readingWords } from './words.ts'

interface Props {
  list: TranscriptList
  session: string
  hrefOf: (session: string) => string
}

/** Links to the transcripts before and after this one in the list; nothing if it is not in the list. */
export function Neighbours({ list, session, hrefOf }: Props) {
  const words = readingWords.value
  const shown = list.shown.value
  const at = shown.findIndex((row) => row.session === session)
  const isLast = at === shown.length - 1
  // The one after the last is on the next page.
  useEffect(() => {
    if (at >= 0 && isLast) void list.showMore()
  }, [at, isLast])
  if (at < 0) return null
  return (
    <div class="row">
      <Way to={shown[at - 1]?.session} label={words.newer} hrefOf={hrefOf} icon={<UpIcon />} />
      <Way to={shown[at + 1]?.session} label={words.older} hrefOf={hrefOf} icon={<DownIcon />} />
    </div>
  )
}

interface WayProps extends Pick<Props, 'hrefOf'> {
  to: string | undefined
  label: string
  icon: ComponentChildren
}

function Way({ to, label, icon, hrefOf }: WayProps) {
  if (to === undefined) return null
  return (
    <a class="button" href={hrefOf(to)} aria-label={label} title={label}>
      {icon}
    </a>
  )
}

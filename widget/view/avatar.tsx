import { h } from 'preact'
import type { ShownSite } from '../reading.ts'

/** The avatar's own characters, or the first one of the name. */
export const Avatar = ({ site: { avatar, name } }: { site: ShownSite }) => (
  <span class="avatar" aria-hidden="true">
    {avatar || Array.from(name)[0]?.toUpperCase()}
  </span>
)

import { h } from 'preact'
import type { SiteView } from '../../protocol/site.ts'

/** The avatar's own characters, or the first one of the name; empty until the site has come. */
export const Avatar = ({ avatar, name = '' }: Partial<SiteView>) => (
  <span class="avatar" aria-hidden="true">
    {avatar || Array.from(name)[0]?.toUpperCase()}
  </span>
)

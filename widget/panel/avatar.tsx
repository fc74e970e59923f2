import { h } from 'preact'
import type { ShownSite } from '../api/parse.ts'

/** The avatar's own characters, or the first of the name; empty until the site is loaded. */
export const Avatar = ({ avatar, name = '' }: Partial<ShownSite>) => (
  <span class={name ? 'avatar' : 'avatar nobody'} aria-hidden="true">
    {avatar || Array.from(name)[0]?.toUpperCase()}
  </span>
)

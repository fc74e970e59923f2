import type { ComponentChildren } from 'preact'
import { AlertIcon, DoneIcon } from './icons.tsx'

interface Props {
  kind: 'trouble' | 'done' | 'hint'
  children: ComponentChildren
}

/** Something to read now. Errors are announced at once, the rest politely. */
export const Notice = ({ kind, children }: Props) => (
  <div class={`notice ${kind}`} role={kind === 'trouble' ? 'alert' : 'status'}>
    {kind === 'trouble' ? <AlertIcon /> : kind === 'done' ? <DoneIcon /> : null}
    <div>{children}</div>
  </div>
)

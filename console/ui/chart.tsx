import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Plotting } from './plot.ts'

interface Props {
  /** Another object is drawn anew. */
  of: Plotting
  label: string
  /** Where a table that is open says the same. */
  isHidden: boolean
  /** Shown when it cannot be loaded. */
  failed: string
}

/** Keeps its room from the start: nothing jumps when the drawing comes. */
export function Chart({ of, label, isHidden, failed }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const hasFailed = useSignal(false)
  useEffect(() => {
    let remove: (() => void) | undefined
    let isGone = false
    import('./plot.ts').then(
      ({ plot }) => {
        if (!isGone && box.current) remove = plot(box.current, of)
      },
      // A newer Worker has taken away the file, or the network has gone.
      () => (hasFailed.value = true),
    )
    return () => {
      isGone = true
      remove?.()
    }
  }, [of])
  if (hasFailed.value) return <p class="chart muted">{failed}</p>
  return (
    <div class="chart" ref={box} {...(isHidden ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })} />
  )
}

import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Plotting } from './plot.ts'

interface Props {
  /** Another object is drawn again. */
  of: Plotting
  label: string
  /** Hidden from screen readers if an open table has the same numbers. */
  isHidden: boolean
  /** Shown if it cannot be loaded. */
  failed: string
}

/** Reserves its space from the start, so that nothing jumps when the drawing appears. */
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
      // A newer deployment has removed the file, or the network is down.
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

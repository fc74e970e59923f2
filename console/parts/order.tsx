import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { Refusal } from '../ask.ts'
import { told } from '../words/refusals.ts'
import { Notice } from './notice.tsx'

export interface Order {
  isBusy: boolean
  /** Why the last one was refused; nothing when it was not. */
  trouble: ComponentChildren
  run: (act: () => Promise<void>) => Promise<void>
}

/** Something that the Worker is told to do by a button: one at a time, and what it refuses is said where the button is. */
export function useOrder(): Order {
  const isBusy = useSignal(false)
  const refusal = useSignal<Refusal | null>(null)
  return {
    isBusy: isBusy.value,
    trouble: refusal.value && <Notice kind="trouble">{told(refusal.value)}</Notice>,
    async run(act) {
      if (isBusy.value) return
      isBusy.value = true
      refusal.value = null
      try {
        await act()
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        refusal.value = error
      } finally {
        isBusy.value = false
      }
    },
  }
}

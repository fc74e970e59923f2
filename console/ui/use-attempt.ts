import { useSignal, type ReadonlySignal } from '@preact/signals'
import { Refusal } from '../api/ask.ts'

export interface Action {
  isBusy: ReadonlySignal<boolean>
  /** Why the last one failed. */
  refusal: ReadonlySignal<Refusal | null>
  /** Resolves to whether it succeeded. While one is in progress, no other one starts. */
  run(work: () => Promise<void>): Promise<boolean>
}

/**
 * An action of the Worker's for the owner: once at a time, with its failure to show. Its button is `aria-disabled`
 * meanwhile: a `disabled` button loses the focus.
 */
export function useAttempt(): Action {
  const isBusy = useSignal(false)
  const refusal = useSignal<Refusal | null>(null)
  return {
    isBusy,
    refusal,
    async run(work) {
      if (isBusy.value) return false
      isBusy.value = true
      refusal.value = null
      try {
        await work()
        return true
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        refusal.value = error
        return false
      } finally {
        isBusy.value = false
      }
    },
  }
}

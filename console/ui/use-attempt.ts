import { useSignal, type ReadonlySignal } from '@preact/signals'
import { Refusal } from '../api/ask.ts'

export interface Action {
  isBusy: ReadonlySignal<boolean>
  /** Why the last one did not succeed. */
  refusal: ReadonlySignal<Refusal | null>
  /** Whether it succeeded. While one is on its way, another one is not begun. */
  run(work: () => Promise<void>): Promise<boolean>
}

/**
 * Something an owner has the Worker do: once at a time, with what it refuses to be shown. Its button is `aria-disabled`
 * meanwhile: a button that is `disabled` loses the focus.
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

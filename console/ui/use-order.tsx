import type { ComponentChildren } from 'preact'
import { messageFor } from '../words/refusals.ts'
import { useAttempt } from './use-attempt.ts'
import { Notice } from './notice.tsx'

export interface Order {
  isBusy: boolean
  /** Why the last one was refused; nothing when it was not. */
  trouble: ComponentChildren
  run: (act: () => Promise<void>) => Promise<void>
}

/** An attempt by a button, with what was refused in words, to stand where the button is. */
export function useOrder(): Order {
  const { isBusy, refusal, run } = useAttempt()
  return {
    isBusy: isBusy.value,
    trouble: refusal.value && <Notice kind="trouble">{messageFor(refusal.value)}</Notice>,
    run: async (act) => void (await run(act)),
  }
}

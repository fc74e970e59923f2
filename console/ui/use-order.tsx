import type { ComponentChildren } from 'preact'
import { messageFor } from '../words/refusals.ts'
import { useAttempt } from './use-attempt.ts'
import { Notice } from './notice.tsx'

export interface Order {
  isBusy: boolean
  /** Why the last one was refused; nothing if it was not. */
  trouble: ComponentChildren
  run: (act: () => Promise<void>) => Promise<void>
}

/** An action started by a button, with the message to show next to the button if it is refused. */
export function useOrder(): Order {
  const { isBusy, refusal, run } = useAttempt()
  return {
    isBusy: isBusy.value,
    trouble: refusal.value && <Notice kind="trouble">{messageFor(refusal.value)}</Notice>,
    run: async (act) => void (await run(act)),
  }
}

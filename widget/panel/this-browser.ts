import { signal } from '@preact/signals-core'
import type { Browser } from '../chat/browser.ts'
import { uuid } from '../page/uuid.ts'

/** @param life its abort removes the listeners. */
export function thisBrowser(life: AbortController): Browser {
  const isOnline = signal(navigator.onLine)
  const onNetwork = (run: () => void) => {
    for (const event of ['online', 'offline']) addEventListener(event, run, life)
  }
  onNetwork(() => (isOnline.value = navigator.onLine))
  return {
    isOnline,
    onNetwork,
    now: Date.now,
    newId: uuid,
    after: (milliseconds, run) => void setTimeout(run, milliseconds),
    openChannel: (name) => new BroadcastChannel(name),
  }
}

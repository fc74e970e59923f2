import type { Drafting } from './draft.ts'
import { Dialog } from '../ui/dialog.tsx'
import { useOrder } from '../ui/use-order.tsx'
import { personaWords } from './words.ts'
import { shell } from '../words/console-words.ts'

export function PersonaDiscard({
  draft,
  close,
  say,
}: {
  draft: Drafting
  close: () => void
  say: (done: string) => void
}) {
  const words = personaWords.value
  const order = useOrder()
  return (
    <Dialog title={words.discardTitle} close={close}>
      <p>{words.discardHelp}</p>
      {order.trouble}
      <div class="row answers">
        <button
          type="button"
          class="danger"
          aria-disabled={order.isBusy}
          onClick={() =>
            void order.run(async () => {
              await draft.discard()
              say(words.discarded)
              close()
            })
          }
        >
          {words.discard}
        </button>
        <button type="button" onClick={close}>
          {shell.value.cancel}
        </button>
      </div>
    </Dialog>
  )
}

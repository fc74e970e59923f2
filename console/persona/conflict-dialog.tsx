import { useSignal } from '@preact/signals'
import { theirSettings, type Drafting } from './draft.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Difference } from './difference-view.tsx'
import { Notice } from '../ui/notice.tsx'
import { useOrder } from '../ui/use-order.tsx'
import { count } from '../words/format.ts'
import { personaWords } from './words.ts'

interface Props {
  draft: Drafting
}

/** Somebody else has changed the same draft. The owner's typing is not interrupted: the question waits behind a button. */
export function PersonaConflict({ draft }: Props) {
  const words = personaWords.value
  const order = useOrder()
  const isOpen = useSignal(false)
  const close = (): void => void (isOpen.value = false)
  if (draft.saving.value.state !== 'conflict') return null
  return (
    <>
      <Notice kind="trouble">
        <p>{words.conflict}</p>
        <button type="button" onClick={() => (isOpen.value = true)}>
          {words.seeDifference}
        </button>
      </Notice>
      {isOpen.value && (
        <Dialog title={words.conflictTitle} close={close}>
          <ConflictDifference draft={draft} />
          {order.trouble}
          <div class="row answers">
            <button
              type="button"
              class="main"
              aria-disabled={order.isBusy}
              onClick={() => void order.run(async () => void (await draft.overwrite()))}
            >
              {words.saveMine}
            </button>
            <button type="button" aria-disabled={order.isBusy} onClick={() => void order.run(draft.takeTheirs)}>
              {words.takeTheirs}
            </button>
            <button type="button" onClick={close}>
              {words.goOn}
            </button>
          </div>
        </Dialog>
      )}
    </>
  )
}

/** From the other person's settings to the owner's. */
export function ConflictDifference({ draft }: Props) {
  const words = personaWords.value
  const saving = draft.saving.value
  const settings = draft.settings.value
  const now = draft.details.now.value
  const mine = now.state === 'there' ? now.value : now.before
  if (saving.state !== 'conflict') return null
  const { theirs, both } = saving
  const asked = both.length > 0 ? draft.fields.filter(({ name }) => both.includes(name)) : draft.fields
  const isLive = theirSettings(theirs, mine) === theirs.live
  return (
    <>
      <p role="alert">
        {both.length > 0 && !isLive
          ? words.conflictBoth
          : isLive
            ? words.conflictLive(count(theirs.version))
            : words.conflictDraft}
      </p>
      {settings ? (
        <Difference fields={asked} before={theirSettings(theirs, mine)} after={settings} />
      ) : (
        <p class="muted">{words.invalid}</p>
      )}
    </>
  )
}

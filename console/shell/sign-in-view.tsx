import { useSignal } from '@preact/signals'
import { signIn, signInTrouble } from './sign-in.ts'
import { Notice } from '../ui/notice.tsx'
import { LanguageChoice } from '../ui/language-choice.tsx'
import { messageFor } from '../words/refusals.ts'
import { signInWords } from './sign-in-words.ts'

export function SignIn() {
  const words = signInWords.value
  const key = useSignal('')
  const isBusy = useSignal(false)
  const trouble = signInTrouble.value

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    if (isBusy.value) return
    isBusy.value = true
    await signIn({ key: key.value.trim() }).finally(() => (isBusy.value = false))
  }

  return (
    <main class="sign-in">
      <form class="card" noValidate onSubmit={(event) => void submit(event)}>
        <p class="mark">Inglenook</p>
        <h1>{words.title}</h1>
        {trouble && <Notice kind="trouble">{messageFor(trouble)}</Notice>}
        <label class="field">
          <span>{words.key}</span>
          <input
            type="password"
            name="key"
            autocomplete="current-password"
            required
            spellcheck={false}
            value={key.value}
            onInput={({ currentTarget }) => (key.value = currentTarget.value)}
          />
          <small>{words.keyHelp}</small>
        </label>
        <button type="submit" class="main" aria-disabled={isBusy.value}>
          {words.signIn}
        </button>
      </form>
      <LanguageChoice />
    </main>
  )
}

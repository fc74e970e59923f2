import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { SEARCH_CHARACTERS } from '../../../protocol/sizes.ts'
import { SearchIcon } from '../../ui/icons.tsx'
import { listWords } from './words.ts'

/** The pause in typing before the search starts. */
const TYPING_MILLISECONDS = 300

export function Search({ text, search }: { text: string; search: (text: string) => void }) {
  const words = listWords.value
  const typed = useSignal(text)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const asked = useRef(text)
  useEffect(() => () => clearTimeout(timer.current), [])
  // If the search is cleared elsewhere, the field is cleared too. Text that is being typed stays.
  useEffect(() => {
    if (text === asked.current) return
    clearTimeout(timer.current)
    asked.current = text
    typed.value = text
  }, [text])
  function now(): void {
    clearTimeout(timer.current)
    asked.current = typed.value.trim()
    if (asked.current !== text) search(asked.current)
  }
  const latest = useRef(now)
  latest.current = now
  function soon(): void {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => latest.current(), TYPING_MILLISECONDS)
  }
  return (
    <form
      class="transcripts-words"
      onSubmit={(event) => {
        event.preventDefault()
        now()
      }}
    >
      <SearchIcon />
      <input
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        maxLength={SEARCH_CHARACTERS}
        value={typed.value}
        onInput={({ currentTarget, isComposing }) => {
          typed.value = currentTarget.value
          clearTimeout(timer.current)
          // The letters used to type a Chinese word are not searched for.
          if (!isComposing) soon()
        }}
        onCompositionEnd={soon}
      />
    </form>
  )
}

import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { snippetWords } from './snippet-words.ts'
import { CopyIcon, DoneIcon } from './icons.tsx'

interface Props {
  code: string
  /** Its name, such as “the tag”. */
  name: string
  /** Called when it was copied. */
  copied?: () => void
}

/** Something to paste elsewhere, and the button that copies it. */
export function Snippet({ code, name, copied: tell }: Props) {
  const words = snippetWords.value
  /** The code that was copied: after a change it counts as not copied. */
  const copied = useSignal('')
  const isRefused = useSignal(false)
  const text = useRef<HTMLPreElement>(null)

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(code)
      copied.value = code
      isRefused.value = false
      tell?.()
    } catch {
      // The browser does not allow it: the owner only has to press the keys.
      if (text.current) getSelection()?.selectAllChildren(text.current)
      isRefused.value = true
    }
  }

  const isCopied = copied.value === code
  return (
    <figure class="copied">
      <pre class="snippet" ref={text}>
        {code}
      </pre>
      <button
        type="button"
        class="chip"
        aria-label={`${isCopied ? words.copied : words.copy}: ${name}`}
        onClick={() => void copy()}
      >
        {isCopied ? <DoneIcon /> : <CopyIcon />}
        {isCopied ? words.copied : words.copy}
      </button>
      <span role="status" class={isRefused.value ? 'refused' : 'unseen'}>
        {isRefused.value ? words.refused : isCopied ? words.copied : ''}
      </span>
    </figure>
  )
}

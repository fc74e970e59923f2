import { createRef, h } from 'preact'
import { effect, type ReadonlySignal } from '@preact/signals-core'
import { fetchModule } from '../module.ts'
import type { LaterWords } from '../words/words.ts'
import { watching } from './watching.ts'
import { write, type Writing } from './writing.ts'

/** Where the modules are: written in by the build. */
declare const MARKDOWN_PATH: string
declare const HIGHLIGHT_PATH: string
declare const MATH_PATH: string

export const fetchMarkdown = () => fetchModule<typeof import('../markdown/markdown.ts')>(MARKDOWN_PATH)
const fetchHighlighter = () =>
  fetchModule<typeof import('../markdown/highlight.ts')>(HIGHLIGHT_PATH).then(({ highlight }) => highlight)
const fetchFormulas = () =>
  fetchModule<typeof import('../markdown/math.ts')>(MATH_PATH).then(({ readable }) => readable)

interface Props {
  /** A signal, where it may still grow. */
  text: string | ReadonlySignal<string>
  isOver: boolean
  imageHosts: readonly string[]
  words: Pick<LaterWords, 'copyCode'>
}

/** An answer, as Markdown. Preact makes the element; what is in it grows without Preact. */
export const Answer = watching<Props>(({ text, imageHosts, words }, { onMount, onRender }) => {
  const place = createRef<HTMLDivElement>()
  let writing: Writing | undefined
  let isWhole = false

  onMount(() => {
    if (!place.current) return
    const options = {
      imageHosts,
      words: { copyCode: words.copyCode },
      highlighter: fetchHighlighter,
      formulas: fetchFormulas,
    }
    const mine = write(place.current, async () => {
      const { renderMarkdown } = await fetchMarkdown()
      return (root) => renderMarkdown(root, options)
    })
    writing = mine
    const end = typeof text === 'string' ? mine.say(text) : effect(() => mine.say(text.value))
    return () => {
      end?.()
      mine.leave()
    }
  })
  onRender(() => {
    if (isWhole) writing?.finish()
  })
  return ({ isOver }) => {
    isWhole = isOver
    return <div class="message answer" part="message" dir="auto" ref={place} />
  }
})

import { createRef, h } from 'preact'
import { effect, type ReadonlySignal } from '@preact/signals-core'
import { fetchModule } from '../module.ts'
import type { LaterWords } from '../words/words.ts'
import { COPIED_MS, copyText } from './clipboard.ts'
import { watching } from './watching.ts'
import { write, type Writing } from './writing.ts'

/** Where the modules are: written in by the build. */
declare const MARKDOWN_PATH: string
declare const HIGHLIGHT_PATH: string
declare const SIGNS_PATH: string

type Markdown = typeof import('../markdown/markdown.ts')
/** Once it has come, an answer is never seen without it. */
let markdown: Markdown | undefined

export const fetchMarkdown = async (): Promise<Markdown> => (markdown = await fetchModule<Markdown>(MARKDOWN_PATH))
const fetchHighlighter = () =>
  fetchModule<typeof import('../markdown/highlight.ts')>(HIGHLIGHT_PATH).then(({ highlight }) => highlight)
const fetchSigns = () => fetchModule<typeof import('../markdown/signs.ts')>(SIGNS_PATH).then(({ signs }) => signs)

interface Props {
  /** A signal, where it may still grow. */
  text: string | ReadonlySignal<string>
  isOver: boolean
  imageHosts: readonly string[]
  words: Pick<LaterWords, 'code' | 'copied' | 'copyCode' | 'table'>
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
      words,
      highlighter: fetchHighlighter,
      signs: fetchSigns,
    }
    const rendering =
      ({ renderMarkdown }: Markdown) =>
      (root: HTMLElement) =>
        renderMarkdown(root, options)
    const mine = write(place.current, markdown ? rendering(markdown) : fetchMarkdown().then(rendering))
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

  const copy = async ({ target }: MouseEvent) => {
    const button = target instanceof Element ? target.closest('.copy') : null
    const code = button?.closest('.code')?.querySelector('code')
    if (!button || !code || !(await copyText(code.textContent))) return
    button.textContent = words.copied
    setTimeout(() => (button.textContent = words.copyCode), COPIED_MS)
  }
  return ({ isOver }) => {
    isWhole = isOver
    return <div class="message answer" part="message" ref={place} onClick={copy} />
  }
})

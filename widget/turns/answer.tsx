import { effect } from '@preact/signals'
import { h } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { fetchModule } from '../api/fetch-module.ts'
import { COPIED_MS, copyText } from './clipboard.ts'
import type { AnswerProps } from '../panel/props.ts'
import { write, type Writing } from './answer-painter.ts'
import { styleOnce } from './style-once.ts'

/** The modules' addresses, written in by the build. */
declare const MARKDOWN_PATH: string
declare const HIGHLIGHT_PATH: string
declare const FORMULAS_PATH: string
declare const ENTITIES_PATH: string

type Markdown = typeof import('../markdown/markdown.ts')
/** Once it has loaded, an answer is never shown without it. */
let markdown: Markdown | undefined

export const fetchMarkdown = async (): Promise<Markdown> => (markdown = await fetchModule<Markdown>(MARKDOWN_PATH))
const fetchHighlighter = async (root: Node) => {
  const { css, highlight } = await fetchModule<typeof import('../markdown/highlight-module.ts')>(HIGHLIGHT_PATH)
  styleOnce(root, css)
  return highlight
}
const fetchFormulas = async (root: Node) => {
  const { css, readFormula } =
    await fetchModule<typeof import('../markdown/formulas/formulas-module.ts')>(FORMULAS_PATH)
  styleOnce(root, css)
  return readFormula
}
const fetchEntities = () => fetchModule<typeof import('../markdown/named.ts')>(ENTITIES_PATH).then(({ named }) => named)

/** An answer, as Markdown. Preact creates the element; its content grows without Preact. */
export function Answer({ text, isOver, imageHosts, words, kind }: AnswerProps) {
  const place = useRef<HTMLDivElement>(null)
  const writing = useRef<Writing | undefined>(undefined)

  useLayoutEffect(() => {
    if (!place.current) return
    const mine = write(place.current, rendererFor(place.current, imageHosts, words))
    writing.current = mine
    const end = typeof text === 'string' ? mine.say(text) : effect(() => mine.say(text.value))
    return () => {
      end?.()
      mine.leave()
    }
  }, [])
  useLayoutEffect(() => {
    if (isOver) writing.current?.finish()
  })

  const copy = async ({ target }: MouseEvent) => {
    const button = target instanceof Element ? target.closest('.copy') : null
    const code = button?.closest('.code')?.querySelector('code')
    if (!button || !code || !(await copyText(code.textContent))) return
    button.textContent = words.copied
    setTimeout(() => (button.textContent = words.copyCode), COPIED_MS)
  }
  return <div class={`message answer ${kind ?? ''}`} part="message" ref={place} onClick={copy} />
}

function rendererFor(place: Element, imageHosts: readonly string[], words: AnswerProps['words']) {
  const options = {
    imageHosts,
    links: { base: location.href, own: location.origin },
    words,
    highlighter: () => fetchHighlighter(place.getRootNode()),
    formulas: () => fetchFormulas(place.getRootNode()),
    entities: fetchEntities,
  }
  const rendering =
    ({ renderMarkdown }: Markdown) =>
    (root: HTMLElement) =>
      renderMarkdown(root, options)
  return markdown ? rendering(markdown) : fetchMarkdown().then(rendering)
}

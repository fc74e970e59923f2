import { useEffect, useRef } from 'preact/hooks'
import { copyText } from '../../../widget/turns/clipboard.ts'

interface Props {
  text: string
  /** The page of the question, if it is known: the base for relative links. */
  page: string | undefined
  words: { code: string; copyCode: string; copied: string; table: string; formula: string }
}

/**
 * An answer as its visitor saw it: the widget's own Markdown, which creates elements and no HTML. It is fetched with the first
 * answer. Until then, and if it fails to load, the text is shown unchanged. Images are not shown: their hosts would learn
 * that an owner reads the transcript.
 */
export function RenderedAnswer({ text, page, words }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const { code, copyCode, copied, table, formula } = words
  useEffect(() => {
    let isGone = false
    void import('../../../widget/markdown/markdown.ts').then(
      ({ renderMarkdown }) => {
        const root = place.current
        if (isGone || !root) return
        root.replaceChildren()
        const view = renderMarkdown(root, {
          imageHosts: [],
          // No link here is the owner's own page, whatever a visitor's page claims.
          links: { base: page },
          words: { code, copyCode, table, formula },
          highlighter: async () => (await import('../../../widget/markdown/highlight.ts')).highlight,
          formulas: async () => (await import('../../../widget/markdown/formulas/mathml.ts')).readFormula,
          entities: async () => (await import('../../../widget/markdown/named.ts')).named,
        })
        view.write(text)
        view.end()
        root.classList.add('rendered')
      },
      () => {},
    )
    return () => {
      isGone = true
    }
  }, [text, page, code, copyCode, table, formula])

  const copy = async ({ target }: Event) => {
    const button = target instanceof Element ? target.closest('.copy') : null
    const code = button?.closest('.code')?.querySelector('code')
    if (button && code && (await copyText(code.textContent))) button.textContent = copied
  }
  // Preact creates the element and never updates its content, so another answer needs another key.
  return (
    <div key={`${copyCode} ${text}`} class="answer" ref={place} dir="auto" onClick={(event) => void copy(event)}>
      {text}
    </div>
  )
}

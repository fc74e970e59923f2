import { useEffect, useRef } from 'preact/hooks'
import { copyText } from '../../../widget/turns/clipboard.ts'

interface Props {
  text: string
  /** Where it was asked for, as far as that is known: relative links lead from there. */
  page: string | undefined
  words: { code: string; copyCode: string; copied: string; table: string; formula: string }
}

/**
 * An answer as its visitor saw it: the widget's own Markdown, which makes elements and no HTML. It is fetched with the first
 * answer; until then, and without it, the words stand there as they were written. No image is shown: whose they are would
 * learn that an owner reads.
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
          // Nothing here is the owner's own page, whatever a visitor's page says of itself.
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
  // Preact makes the element and never looks into it again: what is in it comes and goes with another key.
  return (
    <div key={`${copyCode} ${text}`} class="answer" ref={place} dir="auto" onClick={(event) => void copy(event)}>
      {text}
    </div>
  )
}

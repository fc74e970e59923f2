/** The widget's own Markdown, called as the panel does. */
import { highlight } from '../../widget/markdown/highlight.ts'
import { renderMarkdown } from '../../widget/markdown/markdown.ts'
import { readFormula } from '../../widget/markdown/formulas/mathml.ts'
import { named } from '../../widget/markdown/named.ts'
import { write } from '../../widget/turns/answer-painter.ts'
import type { Begin } from './stream.ts'

export const begin: Begin = (root) => {
  const writing = write(root, (place) =>
    renderMarkdown(place, {
      imageHosts: [],
      links: {},
      words: { copyCode: 'Copy', code: 'Code', table: 'Table', formula: 'Formula' },
      highlighter: async () => highlight,
      formulas: async () => readFormula,
      entities: async () => named,
    }),
  )
  let text = ''
  return {
    write(delta) {
      text += delta
      writing.say(text)
    },
    end: () => writing.finish(),
  }
}

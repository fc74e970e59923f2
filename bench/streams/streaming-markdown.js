import { default_renderer, parser, parser_end, parser_write } from 'streaming-markdown'

export const begin = (root) => {
  const reading = parser(default_renderer(root))
  return { write: (delta) => parser_write(reading, delta), end: () => parser_end(reading) }
}

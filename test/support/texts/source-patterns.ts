/** Every regular expression in a source file. */
const TOKEN =
  /\/\/.*|\/\*[^]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[^]|[^`\\])*`|(?<=(?:[(,=:[!&|?{};>]|\b(?:return|of|in))\s*)\/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+)\/([dgimsuvy]*)/g

export const patternsIn = (source: string): { source: string; flags: string }[] =>
  Array.from(source.matchAll(TOKEN), ([, written = '', flags = '']) => ({ source: written, flags })).filter(
    ({ source: written }) => written !== '',
  )

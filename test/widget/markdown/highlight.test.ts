import { describe, expect, test } from 'vitest'
import { coloured } from '../../../widget/markdown/highlight.ts'

/** What of the code has a colour, as `kind:words`. */
const marks = (language: string, code: string) =>
  (coloured(code, language) ?? []).flatMap((part) => (typeof part === 'string' ? [] : [part.join(':')]))

describe('coloured code', () => {
  test.for([
    ['js', 'const url = "http://a" // it\'s', ['k:const', 's:"http://a"', "c:// it's"]],
    ['js', 'a = /b"\\//g; c = d / 2 / "e"', ['s:/b"\\//g', 'n:2', 's:"e"']],
    ['js', 'run(`a ${b} // c`)', ['f:run', 's:`a ${b} // c`']],
    [
      'python',
      'def f(): # it\'s\n  return """a "b" # c"""',
      ['k:def', 'f:f', "c:# it's", 'k:return', 's:"""a "b" # c"""'],
    ],
    ['bash', "if [ $# -gt 0 ]; then curl a/b#c; fi # it's", ['k:if', 'n:0', 'k:then', 'k:fi', "c:# it's"]],
    ['sql', "SELECT 1 /* a */ FROM b -- it's", ['k:SELECT', 'n:1', 'c:/* a */', 'k:FROM', "c:-- it's"]],
    [
      'html',
      '<a href="b">it\'s "so"</a><!-- if -->',
      ['k:<a', 'f:href', 's:"b"', 'k:>', 'k:</a', 'k:>', 'c:<!-- if -->'],
    ],
    ['css', 'a { color: #fff /* b */ }', ['f:color', 'n:#fff', 'c:/* b */']],
    ['yaml', 'a: b # c\nd: http://e/#f\n- g: 1', ['f:a', 'c:# c', 'f:d', 'f:- g', 'n:1']],
    ['toml', 'a = "b" # c', ['f:a', 's:"b"', 'c:# c']],
    ['rust', "fn f<'a>(b: &'a str) { let c = 'd'; } // it's", ['k:fn', 'k:let', "s:'d'", "c:// it's"]],
    ['cpp', "int a = 1'000; // it's", ['k:int', "n:1'000", "c:// it's"]],
    ['go', "a := `b \\` // it's", ['s:`b \\`', "c:// it's"]],
    ['java', 'String a = """\n"b"\n""";', ['s:"""\n"b"\n"""']],
    ['php', "$a = 1; # it's\n#[B]\necho 2; // c", ['n:1', "c:# it's", 'k:echo', 'n:2', 'c:// c']],
    ['powershell', "if ($a) { } # it's", ['k:if', "c:# it's"]],
    ['dockerfile', 'FROM node # a\nRUN npm ci', ['k:FROM', 'c:# a', 'k:RUN']],
  ] as const)('%s: %s', ([language, code, found]) => {
    expect(marks(language, code)).toEqual(found)
  })

  test('nothing is lost', () => {
    const code = 'const a = "b" // c\n'
    expect(
      coloured(code, 'js')
        ?.map((part) => (typeof part === 'string' ? part : part[1]))
        .join(''),
    ).toBe(code)
  })

  test.for(['', 'text', 'plaintext', 'output', 'markdown', 'diff'])('%j has no colours', (language) => {
    expect(coloured('if 1', language)).toBeUndefined()
  })

  test('long code has no colours', () => {
    expect(coloured('1'.repeat(5_000), 'js')).toBeDefined()
    expect(coloured('1'.repeat(5_001), 'js')).toBeUndefined()
  })
})

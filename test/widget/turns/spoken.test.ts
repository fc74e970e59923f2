/** What is read out of an answer. */
import { expect, test } from 'vitest'
import { spoken } from '../../../widget/turns/spoken.ts'
import { nonsense } from '../../support/markdown/markdown-texts.ts'
import { seeded } from '../../support/sampling/seeded.ts'

test.for([
  ['Some **strong** text with [a link](https://a.example) in it.', 'Some  strong  text with a link in it.'],
  ['![a picture](https://a.example/b.png)', 'a picture'],
  ['[one](a)[two](b) ![three](c)', 'onetwo three'],
  ['really![no picture](a)', 'reallyno picture'],
  ['Wait! [a link](b)', 'Wait! a link'],
  ['[](https://a.example)', ''],
  ['Ring the [front desk](tel:+4930123456).', 'Ring the front desk, +4930123456.'],
  ['[+4930123456](tel:+4930123456)', '+4930123456'],
  ['[Opening hours](/visit) are there.', 'Opening hours are there.'],
  ['[a [b](c) d](e)', 'a [b d](e)'],
  ['[words](address\non two lines) go on', 'words go on'],
  ['[no link\nat all](a) and [a link](b)', '[no link\nat all](a) and a link'],
  ['[x]\n[y]\n[z](a)', '[x]\n[y]\nz'],
  ['[not closed](a and [neither](b', '[not closed](a and [neither](b'],
  ['[a note] and (a remark)', '[a note] and (a remark)'],
  ['# A heading\n\n> - quoted', ' A heading\n quoted'],
  ['`code` ~~gone~~ | cell', ' code   gone    cell'],
] as const)('%j is read out as %j', ([text, read]) => {
  expect(spoken(text)).toBe(read)
})

test('links are the same as with the short pattern, which is too slow for long texts', () => {
  const random = seeded(20261130)
  const pattern = (text: string) => text.replace(/!?\[(.*?)\]\([^)]*\)/g, '$1').replace(/^[#>\s-]+|[*_`~|]+/gm, ' ')
  const texts = Array.from({ length: 5_000 }, () =>
    Array.from({ length: random.whole(1, 14) }, () =>
      random.pick(['[', ']', '](', ')', '(', '!', 'a', '\n', '[b](c)']),
    ).join(''),
  )
  texts.push(...Array.from({ length: 2_000 }, () => nonsense(random)))
  expect(texts.filter((text) => spoken(text) !== pattern(text))).toEqual([])
  expect(texts.filter((text) => spoken(text) !== text).length).toBeGreaterThan(2_000)
})

import { expect, test } from 'vitest'
import { checkLinkOf } from '../../../console/embed/model.ts'

test.for([
  ['shop.example', 'https://shop.example/#inglenook-check'],
  [' https://shop.example/a?b=c#d ', 'https://shop.example/a?b=c#inglenook-check'],
  ['localhost:3000/admin', 'http://localhost:3000/admin#inglenook-check'],
  ['127.0.0.1:8788', 'http://127.0.0.1:8788/#inglenook-check'],
  ['localhost.shop.example', 'https://localhost.shop.example/#inglenook-check'],
  ['', ''],
  ['   ', ''],
  ['not an address', ''],
  ['javascript:alert(1)', ''],
  ['data:text/html,x', ''],
  ['mailto:me@shop.example', ''],
] as const)('the check link of “%s” is “%s”', ([written, link]) => {
  expect(checkLinkOf(written)).toBe(link)
})

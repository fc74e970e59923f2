/** A page that does not come in time; where a check may look at all is in `test/api/owner/check.test.ts`. */
import { expect, test } from 'vitest'
import { readPage } from '../../../worker/owner/check/check-page.ts'

test('a page that is too slow is reported, with the address it had reached', async () => {
  const url = new URL('https://shop.example/')
  expect(await readPage(url.href, 'public', AbortSignal.abort())).toEqual({ url, reason: 'page_slow', detail: '' })
})

/** What is found in a page's HTML, by the runtime's own parser. */
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { settingsSchema } from '../../../protocol/site.ts'
import type { Looks } from '../../../protocol/tag-looks.ts'
import { readContents, tagTrouble } from '../../../worker/owner/check/check-tag.ts'

const ORIGIN = 'https://chat.example'
const PINNED = { url: '/inglenook/loader-0123456789ab.js', integrity: 'sha384-right' }
const LOOKS: Looks = v.parse(settingsSchema(), {})
const SRC = `src="${ORIGIN}/inglenook.js"`

async function read(html: string) {
  const contents = await readContents(new TextEncoder().encode(html), new URL('https://shop.example/a/'))
  if (contents === null) throw new Error('the rewriter refuses it')
  return contents
}
const trouble = async (html: string, isCut = false) =>
  tagTrouble(await read(html), { site: 'acme', looks: LOOKS, origin: ORIGIN, pinned: PINNED, isCut })?.reason ?? 'well'

test.for([
  `<script async ${SRC} data-site="acme"></script>`,
  `<SCRIPT DEFER ${SRC} DATA-SITE=acme type="text/javascript"></SCRIPT>`,
  `<script async ${SRC}></script><inglenook-chat site="acme"></inglenook-chat>`,
  `<script async crossorigin src="${ORIGIN}${PINNED.url}" integrity="sha384-right" data-site="acme"></script>`,
  `<script async ${SRC} data-site="other"></script><script async ${SRC} data-site="acme"></script>`,
  `<script type="module" ${SRC} data-site="acme"></script>`,
  `<script async ${SRC} data-site="acme" data-position="bottom-right" data-offset-y="20"></script>`,
  `<script async ${SRC} data-site="acme" data-target="#chat" data-accent="#000000"></script>`,
  `<script async src="${ORIGIN}/inglenook.js?a=1&amp;b=2" data-site="acme"></script>`,
])('fine: %s', async (html) => {
  expect(await trouble(`<!doctype html><title>Shop</title>${html}`)).toBe('well')
})

test.for([
  ['tag_missing', ''],
  ['tag_missing', `<!-- <script async ${SRC} data-site="acme"></script> -->`],
  ['tag_missing', '<script src="/app.js"></script>'],
  ['tag_by_manager', "<script>(function(){j.src='https://www.googletagmanager.com/gtm.js?id='+i})()</script>"],
  ['tag_elsewhere', '<script async src="https://other.example/inglenook.js" data-site="acme"></script>'],
  ['tag_no_site', `<script async ${SRC}></script>`],
  ['tag_other_site', `<script async ${SRC} data-site="shop"></script>`],
  ['tag_not_async', `<script ${SRC} data-site="acme"></script>`],
  ['tag_held_back', `<script async type="text/plain" ${SRC} data-site="acme"></script>`],
  ['tag_old', `<script async src="${ORIGIN}/inglenook/loader-ba9876543210.js" data-site="acme"></script>`],
  ['tag_integrity', `<script async crossorigin ${SRC} integrity="sha384-old" data-site="acme"></script>`],
  ['tag_other_looks', `<script async ${SRC} data-site="acme" data-accent="#000000"></script>`],
  ['tag_no_crossorigin', `<script async ${SRC} integrity="sha384-right" data-site="acme"></script>`],
] as const)('%s: %s', async ([reason, html]) => {
  expect(await trouble(`<!doctype html><p>Shop</p>${html}`)).toBe(reason)
})

test('a page that was read in part is not reported as having no tag', async () => {
  expect(await trouble('<p>', true)).toBe('tag_too_far')
})

test('policies in the head are read, and their quotes may be entities', async () => {
  const meta = (content: string) => `<meta http-equiv="content-security-policy" content="${content}">`
  const { policies } = await read(
    `<!doctype html><head>${meta('script-src &#39;self&#39;')}${meta("img-src 'none'")}<body>${meta('default-src x')}`,
  )
  expect(policies).toEqual(["script-src 'self'", "img-src 'none'"])
})

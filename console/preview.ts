/**
 * The page inside the preview's frame: the real tag, with the site that the address names (`#preview-8f14…`). It stands in the
 * page: the policy lets no script write another one. This runs before it, as both wait for the page and keep their order.
 * What earlier previews left in this browser is taken away first: nobody goes back to them. After the site come the names
 * that its instructions have for a page to fill in: here each has its own name as an example.
 */
const [site = '', ...names] = location.hash.slice(1).split('&')
// Visitors are spoken to in their page's language; this page has its owner's.
document.documentElement.lang = new URLSearchParams(location.search).get('lang') ?? 'en'

for (const key of Object.keys(localStorage)) {
  if (key.includes('preview-') && !key.includes(site)) localStorage.removeItem(key)
}

const tag = document.querySelector<HTMLScriptElement>('script[data-site]')
if (tag && /^preview-[0-9a-f]{32}$/.test(site)) tag.dataset['site'] = site
if (tag)
  for (const name of names) tag.setAttribute(name === 'visitor.name' ? 'data-visitor-name' : `data-var-${name}`, name)

// The chat takes the focus when it opens. Here it opens by itself, while its owner writes in the form beside it.
let isTouched = false
const touch = (): void => void (isTouched = true)
addEventListener('pointerdown', touch, { capture: true, once: true })
addEventListener('keydown', touch, { capture: true, once: true })
const giveFocus = Object.getOwnPropertyDescriptor(HTMLElement.prototype, 'focus')?.value
HTMLElement.prototype.focus = function focusWhenTouched(options?: FocusOptions): void {
  if (isTouched) Reflect.apply(giveFocus, this, [options])
}

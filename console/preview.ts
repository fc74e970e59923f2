/**
 * The page inside the preview's frame: the real tag, with the site in the address (`#preview-8f14…`). The tag is part of the
 * page, because the policy forbids scripts to add another one. This script runs before it: both wait for the page and keep
 * their order. It first removes what earlier previews left in this browser, which nobody returns to. After the site, the
 * address lists the placeholders of its instructions. Here each has its own name as an example value.
 */
const [site = '', ...names] = location.hash.slice(1).split('&')
// Visitors read their page's language; this page has the owner's.
document.documentElement.lang = new URLSearchParams(location.search).get('lang') ?? 'en'

for (const key of Object.keys(localStorage)) {
  if (key.includes('preview-') && !key.includes(site)) localStorage.removeItem(key)
}

const tag = document.querySelector<HTMLScriptElement>('script[data-site]')
if (tag && /^preview-[0-9a-f]{32}$/.test(site)) tag.dataset['site'] = site
if (tag)
  for (const name of names) tag.setAttribute(name === 'visitor.name' ? 'data-visitor-name' : `data-var-${name}`, name)

// The chat takes the focus when it opens. Here it opens automatically, while the owner writes in the form beside it.
let isTouched = false
const touch = (): void => void (isTouched = true)
addEventListener('pointerdown', touch, { capture: true, once: true })
addEventListener('keydown', touch, { capture: true, once: true })
const giveFocus = Object.getOwnPropertyDescriptor(HTMLElement.prototype, 'focus')?.value
HTMLElement.prototype.focus = function focusWhenTouched(options?: FocusOptions): void {
  if (isTouched) Reflect.apply(giveFocus, this, [options])
}

import type { Product } from './product.ts'
import { PHONE } from './tab.ts'

interface StrangersPage {
  /** The tag's attributes besides its address and its site. */
  attributes?: string
  head?: string
  body?: string
  /** Its Content Security Policy; violations are reported. */
  policy?: string
  language?: string
  /** The Worker's address for the page, if it is not its own. */
  worker?: string
}

/** The address of a page with the chat in it. */
export function strangersPage(product: Product, page: StrangersPage = {}): string {
  const { attributes = '', head = '', body = '<p>Some words of the shop.</p>', policy, language = 'en' } = page
  const tag = `<script async src="${page.worker ?? product.worker}/inglenook.js" data-site="shop" ${attributes}></script>`
  const html = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Shop</title>${head}${tag}</head><body>${body}</body></html>`
  return `${product.strangers}/?${new URLSearchParams({ html, ...(policy && { policy }) })}`
}

/** A page of the same origin that shows another one in a frame of a phone’s size. */
export function pageAround(product: Product, url: string): string {
  const { width, height } = PHONE
  const html = `<!doctype html><body style="margin: 0"><iframe width="${width}" height="${height}" style="border: 0" src="${url.replaceAll('&', '&amp;')}"></iframe>`
  return `${product.strangers}/?${new URLSearchParams({ html })}`
}

/**
 * What the page around us has, whatever its elements are called. `<img name="currentScript">` takes the place of
 * `document.currentScript`, and an element whose id is `inglenook` that of a global nobody has set. Where visitors may write
 * HTML, that would be their way to say which script we load. Only what is read here is the browser's own.
 *
 * Sources: https://html.spec.whatwg.org/multipage/dom.html#dom-document-nameditem and
 * https://html.spec.whatwg.org/multipage/nav-history-apis.html#named-access-on-the-window-object
 */

/** A property of the document, or one of its methods. */
export function ofPage<Name extends keyof Document>(name: Name): Document[Name] {
  const value = Reflect.get(Document.prototype, name, document)
  return typeof value === 'function' ? value.bind(document) : value
}

/** A global that somebody has set. */
export const ofWindow = <Name extends keyof Window>(name: Name): Window[Name] | undefined =>
  Object.hasOwn(window, name) ? window[name] : undefined

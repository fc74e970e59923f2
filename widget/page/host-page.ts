/**
 * Safe access to the page's globals, whatever its elements are called. `<img name="currentScript">` replaces
 * `document.currentScript`, and an element with the id `inglenook` replaces a global that nobody has set. Otherwise,
 * visitors who may write HTML could choose which script we load. Everything read here is the browser's own.
 *
 * Sources: https://html.spec.whatwg.org/multipage/dom.html#dom-document-nameditem and
 * https://html.spec.whatwg.org/multipage/nav-history-apis.html#named-access-on-the-window-object
 */

/** A property of the document, or one of its methods. */
export function ofPage<Name extends keyof Document>(name: Name): Document[Name] {
  const value = Reflect.get(Document.prototype, name, document)
  return typeof value === 'function' ? value.bind(document) : value
}

/** A global that a script has set. */
export const ofWindow = <Name extends keyof Window>(name: Name): Window[Name] | undefined =>
  Object.hasOwn(window, name) ? window[name] : undefined

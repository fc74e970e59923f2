/** How everything that runs on a page is built. */
import { readFile } from 'node:fs/promises'
import { transform, type BuildOptions, type Plugin } from 'esbuild'

/** adoptedStyleSheets is the newest feature that the widget needs: Chrome 73, Firefox 101, Safari 16.4. */
const TARGET = ['chrome111', 'firefox113', 'safari16.4']

/** A style sheet as text for `CSSStyleSheet.replaceSync`. */
const cssText: Plugin = {
  name: 'css-text',
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true, target: TARGET })
      return { contents: tighter(code.trim()), loader: 'text' }
    })
  },
}

/** Spaces and quotes that esbuild leaves. Our sheets have no text in which they would matter. */
const tighter = (css: string) =>
  css
    .replaceAll(/(--[\w-]+): /g, '$1:')
    .replaceAll(', ', ',')
    .replaceAll(/="(\w+)"\]/g, '=$1]')

/**
 * Signals get a `toString` and a `valueOf` by an assignment, which throws if the page has frozen `Object.prototype`: then
 * there would be no panel. Our code does not read a signal by either.
 */
const signalsAsTheyAre: Plugin = {
  name: 'signals-as-they-are',
  setup(build) {
    build.onLoad({ filter: /signals-core\.\w*(\.js)?$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8')
      const contents = code.replaceAll(/\w\.prototype\.(toString|valueOf)=function\(\)\{[^{}]*\};/g, '')
      if (contents.length === code.length) throw new Error('signals-core has changed: check build/browser.ts')
      return { contents, loader: 'js' }
    })
  },
}

/**
 * Preact creates elements and texts with methods of the document. An element of the page with the same name hides such a
 * method: then there would be no panel. The prototype has the browser's own.
 */
const browsersOwnMethods: Plugin = {
  name: 'browsers-own-methods',
  setup(build) {
    build.onLoad({ filter: /\/preact\/dist\/preact\.\w+$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8')
      const contents = code.replaceAll(/\b(\w)\.(createElementNS|createTextNode)\(/g, 'Document.prototype.$2.call($1,')
      if (contents.length === code.length) throw new Error('preact has changed: check build/browser.ts')
      return { contents, loader: 'js' }
    })
  },
}

export const forBrowsers: BuildOptions = {
  bundle: true,
  minify: true,
  target: TARGET,
  // `h` costs less than the jsx runtime, both in the library and at every element.
  jsx: 'transform',
  jsxFactory: 'h',
  legalComments: 'none',
  // _headers says the same: an immutable file never changes.
  charset: 'utf8',
  plugins: [cssText, signalsAsTheyAre, browsersOwnMethods],
}

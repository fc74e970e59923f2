// A minimal launcher: the same looks in a shadow root, and a click that fetches what it opens.
const { src, dataset } = document.currentScript
const host = document.createElement('vanilla-launcher')
const root = host.attachShadow({ mode: 'open' })
const sheet = new CSSStyleSheet()
sheet.replaceSync(`:host { all: initial !important; display: contents !important }
button { position: fixed; z-index: 2147483000; right: 0; bottom: 0; margin: 20px; padding: 11px; border: 1px solid transparent; border-radius: 28px; background: #b4441f; color: #fff; font: 0/32px system-ui; box-shadow: 0 5px 20px #0005; cursor: pointer }
button::before { content: ''; float: left; border: 16px solid; clip-path: path('M16 3C9 3 3 8 3 14q0 5 4 8 0 2-2 6 5 0 8-3c9 1 16-4 16-11C29 8 23 3 16 3z') }`)
root.adoptedStyleSheets = [sheet]
const onclick = async () => (await import(new URL('panel.js', src).href)).open(root, dataset.site)
root.append(Object.assign(document.createElement('button'), { textContent: 'Chat', onclick }))
document.documentElement.append(host)

import type { Attributes } from './attributes.ts'
import css from './launcher.css'

const BUBBLE =
  'M12 2.5c-5.5 0-9.5 3.5-9.5 8 0 2.5 1 4.5 3 6 0 1.5-.5 2.5-1.5 3.5-.5.5 0 1 .5 1 2 0 4-1 5.5-2 6.5.5 11.5-3 11.5-8 0-5-4-8.5-9.5-8.5z'
const FLAME =
  'M12.5 5.5c0 2 3.1 3 3.1 6 0 2.3-1.5 4-3.6 4s-3.6-1.5-3.6-3.5c0-1.5 1-2.5 1.6-3.5 0 1 .5 1.5 1 1.5 0-1.5.5-3.5 1.5-4.5z'

export interface Launcher {
  host: HTMLElement
  root: ShadowRoot
  button: HTMLButtonElement
}

/** The button in the corner, in its own shadow root; not on the page yet. */
export function makeLauncher({ position = '', zIndex = '' }: Attributes): Launcher {
  const host = document.createElement('inglenook-widget')
  host.dataset.position = position
  host.style.setProperty('--inglenook-z-index', zIndex)

  // A constructed sheet is all that `style-src 'none'` lets through.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [sheet]

  const button = say(document.createElement('button'), {
    type: 'button',
    class: 'launcher',
    part: 'launcher',
    // The words come with the panel; until then the button needs a name of its own.
    'aria-label': (document.documentElement.lang || navigator.language).startsWith('zh') ? '聊天' : 'Chat',
    'aria-expanded': 'false',
  })
  const icon = say(draw('svg'), { viewBox: '0 0 24 24', 'aria-hidden': 'true' })
  icon.append(say(draw('path'), { d: BUBBLE }), say(draw('path'), { d: FLAME, class: 'flame' }))
  button.append(icon)
  root.append(button)
  return { host, root, button }
}

const draw = (name: string) => document.createElementNS('http://www.w3.org/2000/svg', name)

function say<Kind extends Element>(element: Kind, attributes: Record<string, string>): Kind {
  for (const name in attributes) element.setAttribute(name, attributes[name] ?? '')
  return element
}

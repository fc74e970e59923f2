import type { ExtrasModule } from '../page/corner.ts'
import { inPagesLanguage } from '../embed/launcher.ts'
import { pageScheme } from '../page/page-scheme.ts'
import css from './teaser.css'
import { ofPage } from '../page/host-page.ts'

/** A small bubble beside the launcher. It disappears when the visitor clicks it, dismisses it or opens the chat. */
export const showTeaser: ExtrasModule['showTeaser'] = ({ attributes, host, root, launcher }, methods) => {
  // It may have loaded after the visitor did one of these.
  const key = `inglenook:${attributes.site}:teaser`
  if (isKeptAway(key) || !host.isConnected || launcher?.ariaExpanded === 'true') return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets.push(sheet)

  const bubble = ofPage('createElement')('div')
  bubble.className = bubble.part = 'teaser'
  bubble.style.colorScheme = pageScheme(matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
  const takeUp = ofPage('createElement')('button')
  takeUp.textContent = attributes.teaser ?? ''
  takeUp.addEventListener('click', () => methods['open']?.())
  const sendAway = ofPage('createElement')('button')
  sendAway.ariaLabel = inPagesLanguage('Close', '关闭')
  sendAway.textContent = '×'
  sendAway.addEventListener('click', () => {
    bubble.remove()
    keepAway(key)
  })
  bubble.append(takeUp, sendAway)
  // After the launcher, whose `hidden` hides it too.
  launcher?.after(bubble)
  host.addEventListener('inglenook:open', () => bubble.remove(), { once: true })
}

/** Until the tab is closed: a visitor who dismisses it does not want it on the next page either. */
function keepAway(key: string): void {
  try {
    sessionStorage.setItem(key, 'away')
  } catch {
    // Storage is refused: it is dismissed on this page only.
  }
}

function isKeptAway(key: string): boolean {
  try {
    return sessionStorage.getItem(key) !== null
  } catch {
    return false
  }
}

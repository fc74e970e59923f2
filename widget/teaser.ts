import type { ExtrasModule } from './corner.ts'
import { inPagesLanguage } from './launcher.ts'
import css from './teaser.css'
import { ofPage } from './host-page.ts'

/** A small bubble beside the launcher. It goes when the visitor takes it up, sends it away or opens the chat. */
export const showTeaser: ExtrasModule['showTeaser'] = ({ attributes, host, root, launcher }, methods) => {
  // It may have come after everything was over.
  if (!host.isConnected || launcher?.ariaExpanded === 'true') return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets.push(sheet)

  const bubble = ofPage('createElement')('div')
  bubble.className = bubble.part = 'teaser'
  const takeUp = ofPage('createElement')('button')
  takeUp.textContent = attributes.teaser ?? ''
  takeUp.addEventListener('click', () => methods['open']?.())
  const sendAway = ofPage('createElement')('button')
  sendAway.ariaLabel = inPagesLanguage('Close', '关闭')
  sendAway.textContent = '×'
  sendAway.addEventListener('click', () => bubble.remove())
  bubble.append(takeUp, sendAway)
  // Behind the launcher, which hides it with itself.
  launcher?.after(bubble)
  host.addEventListener('inglenook:open', () => bubble.remove(), { once: true })
}

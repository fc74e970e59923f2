import accent from '../page/accent.css'
import css from './launcher.css'
import { ofPage } from '../page/host-page.ts'

/** The button, in the host's own shadow root. */
export function makeLauncher(root: ShadowRoot): HTMLButtonElement {
  const button = ofPage('createElement')('button')
  button.type = 'button'
  button.className = button.part = 'launcher'
  // The words load with the panel. Until then the button needs a name.
  button.append(inPagesLanguage('Chat', '聊天'))

  // Only a constructed sheet works under `style-src 'none'`.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(accent + css)
  root.adoptedStyleSheets = [sheet]
  root.append(button)
  return button
}

/** The panel is loading (`busy`), loaded, or failed to load, which the button then says. */
export function showState(button: HTMLButtonElement, state: '' | 'busy' | 'failed'): void {
  button.dataset.state = state
  if (state === 'failed') button.textContent = inPagesLanguage('Offline', '离线')
}

export const inPagesLanguage = (english: string, chinese: string) =>
  (ofPage('documentElement').lang || navigator.language).startsWith('zh') ? chinese : english

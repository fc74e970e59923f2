import css from './check.css'
import type { Finding } from './findings.ts'
import type { CheckWords } from './words.ts'
import { ofPage } from '../page/host-page.ts'

/** Findings with details to copy and paste. */
const TO_PASTE: ReadonlySet<Finding['reason']> = new Set([
  'panel_blocked',
  'requests_blocked',
  'pictures_blocked',
  'origin_refused',
])
const SIGNS = { well: '✓', wrong: '!', unknown: '?' } as const

export interface Report {
  /** Empties it, and shows that it is being filled again. */
  begin(): void
  add(finding: Finding): void
  end(): void
  closed: Promise<void>
}

interface ReportOptions {
  site: string
  /** The console's screen. */
  href: string
  again(): void
}

/** A dialog in its own shadow root, of text nodes and one constructed sheet: no policy of the page blocks it. */
export function openReport(words: CheckWords, { site, href, again }: ReportOptions): Report {
  const host = ofPage('createElement')('inglenook-check')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]

  const summary = make('p', 'summary')
  summary.role = 'status'
  const list = make('ul')
  const closing = button(words.close, () => dialog.close())
  const asking = button(words.again, again)
  const link = make('a', '', words.toConsole)
  Object.assign(link, { href, target: '_blank', rel: 'noopener' })
  const heading = make('h2', '', words.title(site))
  heading.id = 'title'
  const dialog = make('dialog', '', heading, summary, list, make('footer', '', link, asking, closing))
  dialog.lang = words.language
  dialog.dir = 'ltr'
  dialog.setAttribute('aria-labelledby', heading.id)
  // The browser closes it on Escape and restores the focus.
  const closed = new Promise<void>((resolve) => dialog.addEventListener('close', () => resolve()))
  void closed.then(() => host.remove())
  root.append(dialog)
  ofPage('documentElement').append(host)
  dialog.showModal()
  closing.focus()

  let wrong = 0
  return {
    closed,
    begin() {
      wrong = 0
      list.replaceChildren()
      dialog.ariaBusy = 'true'
      dialog.dataset['state'] = ''
      asking.ariaDisabled = 'true'
      summary.textContent = words.checking
    },
    add(finding) {
      if (finding.state === 'wrong') wrong += 1
      list.append(row(finding, words))
    },
    end() {
      dialog.ariaBusy = 'false'
      asking.ariaDisabled = 'false'
      dialog.dataset['state'] = wrong ? 'wrong' : 'well'
      summary.textContent = wrong ? words.wrong(wrong) : words.allWell
    },
  }
}

function row({ about, state, reason, detail }: Finding, words: CheckWords): HTMLLIElement {
  const told = reason === '' ? { says: words.well[about], todo: '' } : words.reasons[reason]
  const sign = make('span', 'sign', SIGNS[state])
  sign.role = 'img'
  sign.ariaLabel = words.states[state]
  const text = make('div', '', make('h3', '', words.about[about]), make('p', '', told.says(detail)))
  if (told.todo) text.append(make('p', 'todo', told.todo))
  if (TO_PASTE.has(reason)) text.append(make('code', '', detail))
  return make('li', state, sign, text)
}

function button(name: string, press: () => void): HTMLButtonElement {
  const button = make('button', '', name)
  button.type = 'button'
  button.addEventListener('click', () => button.ariaDisabled !== 'true' && press())
  return button
}

function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className = '',
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = ofPage('createElement')(tag)
  element.className = className
  element.append(...children)
  return element
}

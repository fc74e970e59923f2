import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { goTo, hrefOf, place, SITE_SCREENS, type Place, type SiteScreen } from './shell/address.ts'
import { signOut, signOutEverywhere } from './shell/sign-in.ts'
import { loadSetup, loadSites, setup, sites } from './shell/site-list.ts'
import {
  EmbedIcon,
  MoreIcon,
  OutIcon,
  PersonaIcon,
  PrivacyIcon,
  SitesIcon,
  TranscriptsIcon,
  UsageIcon,
} from './ui/icons.tsx'
import { Boundary } from './ui/boundary.tsx'
import { Dialog } from './ui/dialog.tsx'
import { keepFocusIn } from './ui/kept-focus.ts'
import { LanguageChoice } from './ui/language-choice.tsx'
import { lazily } from './ui/lazily.tsx'
import { Notice } from './ui/notice.tsx'
import { useOrder } from './ui/use-order.tsx'
import { shell } from './words/console-words.ts'

const ICONS: Readonly<Record<SiteScreen, () => ComponentChildren>> = {
  persona: PersonaIcon,
  embed: EmbedIcon,
  transcripts: TranscriptsIcon,
  usage: UsageIcon,
  privacy: PrivacyIcon,
}

const Sites = lazily(async () => (await import('./sites/view.tsx')).Sites)
const SCREENS = {
  persona: lazily(async () => (await import('./persona/view.tsx')).Persona),
  embed: lazily(async () => (await import('./embed/view.tsx')).Embed),
  transcripts: lazily(async () => (await import('./transcripts/view.tsx')).Transcripts),
  usage: lazily(async () => (await import('./usage/view.tsx')).Usage),
  privacy: lazily(async () => (await import('./privacy/view.tsx')).Privacy),
}

/** Everything that a signed-in owner sees: the navigation on one side, and the current screen. */
export function Shell() {
  const words = shell.value
  const here = place.value
  const content = useRef<HTMLElement>(null)
  const order = useOrder()
  const isAsking = useSignal(false)
  useLayoutEffect(() => (content.current ? keepFocusIn(content.current) : undefined), [])
  useEffect(() => {
    void loadSites()
    void loadSetup()
  }, [])
  useEffect(() => {
    document.title = `${here.screen === 'sites' ? words.sites : `${here.site} · ${words[here.screen]}`} – Inglenook`
  }, [here, words])
  return (
    <div class="shell">
      <a class="skip" href="#content" onClick={skip}>
        {words.skip}
      </a>
      <nav aria-label={words.title}>
        <p class="mark">Inglenook</p>
        <SiteChoice here={here} />
        <ul>
          <Way to={{ screen: 'sites' }} here={here} icon={<SitesIcon />} label={words.sites} />
          {here.screen !== 'sites' &&
            SITE_SCREENS.map((screen) => {
              const Icon = ICONS[screen]
              return (
                <Way
                  key={screen}
                  to={{ screen, site: here.site, rest: '' }}
                  here={here}
                  icon={<Icon />}
                  label={words[screen]}
                />
              )
            })}
        </ul>
        <button type="button" class="round account" popovertarget="account" aria-label={words.account}>
          <MoreIcon />
        </button>
        {/* On a wide screen it is always visible; on a phone it opens. */}
        <div class="foot" id="account" popover="auto">
          <LanguageChoice />
          <button type="button" class="quiet" onClick={() => void signOut()}>
            <OutIcon />
            {words.signOut}
          </button>
          <button type="button" class="quiet" onClick={() => (isAsking.value = true)}>
            {words.signOutEverywhere}
          </button>
        </div>
      </nav>
      {isAsking.value && (
        <Dialog title={words.signOutEverywhere} close={() => (isAsking.value = false)}>
          <p>{words.signOutMeans}</p>
          {order.trouble}
          <div class="row answers">
            <button
              type="button"
              class="main"
              aria-disabled={order.isBusy}
              onClick={() => void order.run(signOutEverywhere)}
            >
              {words.signOutEverywhere}
            </button>
            <button type="button" onClick={() => (isAsking.value = false)}>
              {words.cancel}
            </button>
          </div>
        </Dialog>
      )}
      <main id="content" tabIndex={-1} ref={content}>
        <NoModel />
        <Boundary at={hrefOf(here)}>
          <Screen here={here} />
        </Boundary>
      </main>
    </div>
  )
}

/** What an owner tries out here is not what visitors will get. */
function NoModel() {
  const now = setup.now.value
  const isDemo = (now.state === 'there' ? now.value : now.before)?.isDemo
  return isDemo ? <Notice kind="hint">{shell.value.demo}</Notice> : null
}

function Screen({ here }: { here: Place }) {
  if (here.screen === 'sites') return <Sites />
  const One = SCREENS[here.screen]
  // Another site is another screen: nothing of the last one stays.
  return <One key={here.site} site={here.site} rest={here.rest} />
}

function Way({ to, here, icon, label }: { to: Place; here: Place; icon: ComponentChildren; label: string }) {
  const isHere = to.screen === here.screen
  const link = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    // On a phone the row is wider than the screen.
    if (isHere) link.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [isHere])
  return (
    <li>
      <a ref={link} href={hrefOf(to)} aria-current={isHere ? 'page' : undefined}>
        {icon}
        <span>{label}</span>
      </a>
    </li>
  )
}

/** Stays on the current screen. */
function SiteChoice({ here }: { here: Place }) {
  const now = sites.now.value
  const all = now.state === 'there' ? now.value : (now.before ?? [])
  if (here.screen === 'sites') return null
  const { screen } = here
  return (
    <select
      class="site-choice"
      aria-label={shell.value.site}
      value={here.site}
      onChange={({ currentTarget: { value } }) => goTo({ screen, site: value, rest: '' })}
    >
      {(all.some(({ site }) => site === here.site) ? all.map(({ site }) => site) : [here.site]).map((site) => (
        <option key={site} value={site}>
          {site}
        </option>
      ))}
    </select>
  )
}

/** The address after `#` names the screen, so skipping must not change it. */
function skip(event: Event): void {
  event.preventDefault()
  document.querySelector<HTMLElement>('#content')?.focus()
}

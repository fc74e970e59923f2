/** What the check can find. Each finding has a sentence. */
export type About = 'loader' | 'panel' | 'worker' | 'site' | 'origin' | 'session' | 'pictures' | 'clock' | 'provider'

export type Reason =
  | 'no_site'
  | 'loader_old'
  | 'loader_age_unknown'
  | 'panel_blocked'
  | 'panel_missing'
  | 'requests_blocked'
  | 'worker_silent'
  | 'worker_other'
  | 'unknown_site'
  | 'site_misconfigured'
  | 'site_refused'
  | 'origin_refused'
  | 'origin_opaque'
  | 'site_paused'
  | 'session_refused'
  | 'pictures_blocked'
  | 'clock_off'
  | 'not_known_yet'
  | 'ask_console'

/** As in the console: good, bad, or impossible to tell from here. */
export interface Finding {
  about: About
  state: 'well' | 'wrong' | 'unknown'
  reason: Reason | ''
  /** The address, origin, directive, failure code or seconds that the sentence needs. */
  detail: string
}

export const well = (about: About, detail = ''): Finding => ({ about, state: 'well', reason: '', detail })
export const wrong = (about: About, reason: Reason, detail = ''): Finding => ({ about, state: 'wrong', reason, detail })
export const unknown = (about: About, reason: Reason = 'not_known_yet', detail = ''): Finding => ({
  about,
  state: 'unknown',
  reason,
  detail,
})

/**
 * A site's draft: what stands in the form, what the Worker has of it, and what lies in between. What is written is in this
 * browser at once and with the Worker a moment later.
 */
import { computed, signal } from '@preact/signals'
import type { SiteDetails } from '../../protocol/schemas/owner-site.ts'
import type { Version } from '../../protocol/schemas/site-version.ts'
import type { ReadSettings } from '../../protocol/read-settings.ts'
import type { SettingField } from '../../protocol/setting-fields.ts'
import type { SettingProblem } from '../../protocol/schemas/setting-problem.ts'
import type { Settings } from '../../protocol/site.ts'
import { Refusal, type Ask } from '../api/ask.ts'
import { changesBetween } from './difference.ts'
import type { Keep, Kept } from './form/kept.ts'
import { merged } from './merge.ts'
import { settingsIn, writtenOf, type Entry, type Written } from './form/written.ts'
import { loaded } from '../api/loaded.ts'

export type Saving =
  | { state: 'saved' }
  /** It will be, in a moment. */
  | { state: 'waiting' }
  | { state: 'saving' }
  /** Something in it does not fit. */
  | { state: 'invalid' }
  | { state: 'failed'; refusal: Refusal }
  /**
   * Somebody else has changed what is written here, or what is live. Nothing is saved until its owner has chosen: about `both`,
   * the settings that both have changed; where there are none, about the whole.
   */
  | { state: 'conflict'; theirs: SiteDetails; both: readonly string[] }

/** Acts later, unless the function it returns is called first. */
export type Later = (act: () => void, milliseconds: number) => () => void

interface Partners {
  site: string
  fields: readonly SettingField[]
  read: (value: unknown) => ReadSettings
  ask: Ask
  keep: Keep
  later: Later
}

const PAUSE_MILLISECONDS = 800
const AGAIN_MILLISECONDS = 5_000
/** Trying again changes nothing about these. */
const LASTING: ReadonlySet<string> = new Set(['settings_invalid', 'owner_signed_out', 'unknown_site', 'csrf_missing'])

export type Drafting = ReturnType<typeof draftOf>

export function draftOf({ site, fields, read, ask, keep, later }: Partners) {
  const details = loaded<SiteDetails>()
  const written = signal<Written>({})
  const saving = signal<Saving>({ state: 'saved' })
  /** What the Worker would not take. Until something else is written. */
  const refused = signal<readonly SettingProblem[]>([])
  /** Whether this browser has what the Worker has not. */
  const isKept = signal(false)
  /** Whether something came back that was not saved. */
  const cameBack = signal(false)
  /** How often something came in that was written elsewhere. */
  const joined = signal(0)

  const reading = computed(() => read(settingsIn(fields, written.value)))
  const settings = computed<Settings | null>(() => reading.value.settings ?? null)
  const problems = computed<readonly SettingProblem[]>(() => reading.value.problems ?? refused.value)

  let cancel = (): void => {}
  let underWay: Promise<boolean> | null = null

  const known = (): SiteDetails | null => {
    const { value } = details.now
    return value.state === 'there' ? value.value : value.before
  }
  const revisionOf = ({ draft }: SiteDetails): number => draft?.revision ?? 0
  const isSame = (one: object, other: object): boolean => changesBetween(fields, one, other).length === 0

  const wantedIn = ({ draft, live }: SiteDetails): Written => writtenOf(fields, draft?.settings ?? live)

  const isSaved = (): boolean => saving.value.state === 'saved'

  function adopt(value: SiteDetails): void {
    details.set(value)
    written.value = wantedIn(value)
    settle()
  }

  function settle(): void {
    cancel()
    keep.forget()
    isKept.value = false
    refused.value = []
    saving.value = { state: 'saved' }
  }

  function keepIt(): void {
    const value = known()
    if (value)
      isKept.value = keep.write({
        written: written.value,
        revision: revisionOf(value),
        base: { written: wantedIn(value), version: value.version },
      })
  }

  async function open(): Promise<void> {
    await details.load((signal) => ask('readOwnSite', { site, signal }))
    const value = details.now.value.state === 'there' ? known() : null
    if (!value) return
    const kept = keep.read()
    if (!kept) return adopt(value)
    // A setting that this browser did not know yet when it was kept is as it is with the Worker.
    written.value = { ...wantedIn(value), ...kept.written }
    if (settings.value && isSame(settings.value, value.draft?.settings ?? value.live)) return settle()
    isKept.value = true
    cameBack.value = true
    if (kept.revision === revisionOf(value) || join(kept.base, value)) await save()
  }

  function change(next: Written): void {
    written.value = next
    refused.value = []
    cameBack.value = false
    keepIt()
    if (saving.value.state === 'conflict') return
    saving.value = { state: settings.value ? 'waiting' : 'invalid' }
    cancel()
    cancel = later(() => void save(), PAUSE_MILLISECONDS)
  }

  /**
   * What was written elsewhere comes in. Where both have changed the same, or something else is live by now, it is a conflict.
   *
   * @param base what both went on from; null where that is not known.
   * @returns whether there is no conflict.
   */
  function join(base: Kept['base'], theirs: SiteDetails): boolean {
    const { written: next, both } = base
      ? merged(base.written, written.value, wantedIn(theirs))
      : { written: written.value, both: [] }
    written.value = next
    if (base?.version !== theirs.version || both.length > 0) {
      saving.value = { state: 'conflict', theirs, both }
      return false
    }
    details.set(theirs)
    keepIt()
    joined.value += 1
    return true
  }

  /** Looks whether somebody else has written. What is being saved finds that out itself. */
  async function look(): Promise<void> {
    const base = known()
    if (!base || !isSaved()) return
    const theirs = await ask('readOwnSite', { site }).catch((error: unknown) => {
      if (error instanceof Refusal) return null
      throw error
    })
    if (!theirs || known() !== base || !isSaved()) return
    if (theirs.version === base.version && revisionOf(theirs) === revisionOf(base)) return
    adopt(theirs)
    joined.value += 1
  }

  /** All that is written, now. @returns whether the Worker has it. */
  function save(): Promise<boolean> {
    cancel()
    underWay ??= saveAll().finally(() => (underWay = null))
    return underWay
  }

  async function saveAll(): Promise<boolean> {
    for (;;) {
      const base = known()
      if (!base || saving.value.state === 'conflict') return false
      const [sent, wanted] = [written.value, settings.value]
      if (!wanted) {
        saving.value = { state: 'invalid' }
        return false
      }
      if (!isSame(wanted, base.draft?.settings ?? base.live)) {
        saving.value = { state: 'saving' }
        try {
          const body = { settings: wanted, revision: revisionOf(base) }
          const draft = await ask('saveDraft', { site, body })
          // Of what became known while it was saved only the draft is replaced.
          details.set({ ...(known() ?? base), draft, draftedAt: draft.updatedAt })
        } catch (error) {
          if (await meet(error, base)) continue
          // What another one saved may be what is written here.
          return isSaved()
        }
      }
      if (written.value === sent) {
        settle()
        return true
      }
      keepIt()
    }
  }

  /** What the Worker refused, and what that means for what is written. @returns whether to try again at once. */
  async function meet(error: unknown, base: SiteDetails): Promise<boolean> {
    if (!(error instanceof Refusal)) throw error
    let refusal = error
    if (error.code === 'settings_conflict') {
      try {
        const theirs = await ask('readOwnSite', { site })
        const wanted = settings.value
        // An answer that got lost on its way, say: the draft is what is written here.
        if (theirs.version === base.version && theirs.draft && wanted && isSame(theirs.draft.settings, wanted)) {
          adopt(theirs)
          return false
        }
        return join({ written: wantedIn(base), version: base.version }, theirs)
      } catch (again) {
        if (!(again instanceof Refusal)) throw again
        refusal = again
      }
    }
    refused.value = refusal.problems
    saving.value = { state: 'failed', refusal }
    if (!LASTING.has(refusal.code)) cancel = later(() => void save(), AGAIN_MILLISECONDS)
    return false
  }

  /** @returns null when it did not come to that: `saving` says why. @throws Refusal */
  async function publish(note: string): Promise<Version | null> {
    if (!(await save())) return null
    const base = known()
    if (!base?.draft) return null
    try {
      const body = { revision: base.draft.revision, live: base.version, note }
      const version = await ask('publishDraft', { site, body })
      details.set({
        ...base,
        live: version.settings,
        name: version.settings.name,
        version: version.version,
        publishedAt: version.publishedAt,
        draft: null,
        draftedAt: null,
      })
      return version
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'settings_conflict') throw error
      saving.value = { state: 'conflict', theirs: await ask('readOwnSite', { site }), both: [] }
      keepIt()
      return null
    }
  }

  return {
    site,
    fields,
    details,
    written,
    settings,
    problems,
    saving,
    isKept,
    cameBack,
    joined,
    open,
    look,
    save,
    publish,

    write(name: string, entry: Entry): void {
      change({ ...written.value, [name]: entry })
    },

    /** All of it by something else: a file that is imported, a version of long ago. */
    replace(next: Settings): void {
      change(writtenOf(fields, next))
    },

    /** What is written takes the place of what somebody else wrote. @returns whether the Worker has it. */
    overwrite(): Promise<boolean> {
      if (saving.value.state !== 'conflict') return save()
      details.set(saving.value.theirs)
      keepIt()
      saving.value = { state: 'waiting' }
      return save()
    },

    /** What somebody else wrote takes the place of what is written; of what only one of them changed, both stay. @throws Refusal */
    async takeTheirs(): Promise<void> {
      const base = known()
      if (saving.value.state !== 'conflict' || !base) return
      const { theirs, both } = saving.value
      if (both.length > 0) {
        const wanted = wantedIn(theirs)
        written.value = { ...written.value, ...Object.fromEntries(both.map((name) => [name, wanted[name] ?? ''])) }
        details.set(theirs)
        keepIt()
        saving.value = { state: 'waiting' }
        await save()
        return
      }
      const isMine = theirs.draft !== null && theirs.draft.revision === revisionOf(base)
      if (isMine) await ask('dropDraft', { site, body: { revision: revisionOf(base) } })
      adopt(isMine ? { ...theirs, draft: null, draftedAt: null } : theirs)
    },

    /** @throws Refusal */
    async discard(): Promise<void> {
      cancel()
      await underWay
      const base = known()
      if (!base) return
      await ask('dropDraft', { site, body: { revision: revisionOf(base) } })
      adopt({ ...base, draft: null, draftedAt: null })
    },

    /** Makes a version live that was published before. @throws Refusal `settings_conflict`: then what is live now is known. */
    async goLive(version: number): Promise<void> {
      // Otherwise the answer to one of them would bring back what the other one has replaced.
      if (saving.value.state === 'waiting') void save()
      await underWay
      const base = known()
      if (!base) return
      try {
        renewed(await ask('goLive', { site, body: { version, live: base.version } }))
      } catch (error) {
        if (error instanceof Refusal && error.code === 'settings_conflict') renewed(await ask('readOwnSite', { site }))
        throw error
      }
    },

    /** Nothing waits any more: it is saved now, or stays in this browser. */
    close(): void {
      if (saving.value.state === 'waiting') void save()
      else cancel()
    },
  }

  /** What is written stays, unless it is what was live. */
  function renewed(value: SiteDetails): void {
    if (!value.draft && saving.value.state === 'saved') adopt(value)
    else details.set(value)
  }
}

/** Of a conflict, what the other one wants: their draft, or what they made live while the draft is still one's own. */
export const theirSettings = (theirs: SiteDetails, mine: SiteDetails | null): Settings =>
  theirs.draft && theirs.draft.revision !== mine?.draft?.revision ? theirs.draft.settings : theirs.live

/**
 * A site's draft: the contents of the form, the Worker's copy, and the state between them. Changes are in this browser at
 * once, and at the Worker a moment later.
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
  /** It will be saved soon. */
  | { state: 'waiting' }
  | { state: 'saving' }
  /** It has invalid fields. */
  | { state: 'invalid' }
  | { state: 'failed'; refusal: Refusal }
  /**
   * Somebody else has changed the draft or the live version. Nothing is saved until the owner has chosen. `both` lists the
   * settings that both have changed; if it is empty, the choice is about the whole draft.
   */
  | { state: 'conflict'; theirs: SiteDetails; both: readonly string[] }

/** Calls a function later, unless the returned function is called first. */
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
/** Retrying does not help with these. */
const LASTING: ReadonlySet<string> = new Set(['settings_invalid', 'owner_signed_out', 'unknown_site', 'csrf_missing'])

export type Drafting = ReturnType<typeof draftOf>

export function draftOf({ site, fields, read, ask, keep, later }: Partners) {
  const details = loaded<SiteDetails>()
  const written = signal<Written>({})
  const saving = signal<Saving>({ state: 'saved' })
  /** The settings that the Worker refused, until something else is written. */
  const refused = signal<readonly SettingProblem[]>([])
  /** Whether this browser has changes that the Worker does not have. */
  const isKept = signal(false)
  /** Whether unsaved changes were restored. */
  const cameBack = signal(false)
  /** How many times changes from elsewhere were merged. */
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
    // A setting that this browser did not know when it saved the copy has the Worker's value.
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
   * Merges changes made elsewhere. If both have changed the same setting, or another version is live by now, it is a conflict.
   *
   * @param base what both started from; null if unknown.
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

  /** Checks whether somebody else has made changes. A save that is in progress finds that out itself. */
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

  /** Saves all changes now. @returns whether the Worker has them. */
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
          // Only the draft is replaced in what became known during the save.
          details.set({ ...(known() ?? base), draft, draftedAt: draft.updatedAt })
        } catch (error) {
          if (await meet(error, base)) continue
          // The changes that another tab saved may be the same as these.
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

  /** Handles a refusal by the Worker. @returns whether to try again at once. */
  async function meet(error: unknown, base: SiteDetails): Promise<boolean> {
    if (!(error instanceof Refusal)) throw error
    let refusal = error
    if (error.code === 'settings_conflict') {
      try {
        const theirs = await ask('readOwnSite', { site })
        const wanted = settings.value
        // For example, the answer was lost on its way: the saved draft is the same as this one.
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

  /** @returns null if it could not be published: `saving` says why. @throws Refusal */
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

    /** Replaces all of it, with an imported file or an earlier version. */
    replace(next: Settings): void {
      change(writtenOf(fields, next))
    },

    /** This draft replaces the other person's changes. @returns whether the Worker has it. */
    overwrite(): Promise<boolean> {
      if (saving.value.state !== 'conflict') return save()
      details.set(saving.value.theirs)
      keepIt()
      saving.value = { state: 'waiting' }
      return save()
    },

    /** The other person's changes replace this draft. Settings that only one of them changed are kept. @throws Refusal */
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

    /** Makes an earlier version live. @throws Refusal `settings_conflict`: then the current live version is known. */
    async goLive(version: number): Promise<void> {
      // Otherwise the response to one request would bring back what the other has replaced.
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

    /** Stops waiting: changes are saved now, or stay in this browser. */
    close(): void {
      if (saving.value.state === 'waiting') void save()
      else cancel()
    },
  }

  /** The form keeps its changes. Without any, it shows the new live version. */
  function renewed(value: SiteDetails): void {
    if (!value.draft && saving.value.state === 'saved') adopt(value)
    else details.set(value)
  }
}

/** The other side of a conflict: their draft, or what they made live if the draft is still the owner's own. */
export const theirSettings = (theirs: SiteDetails, mine: SiteDetails | null): Settings =>
  theirs.draft && theirs.draft.revision !== mine?.draft?.revision ? theirs.draft.settings : theirs.live

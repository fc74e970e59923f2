import { useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { fieldsOf } from '../../protocol/setting-fields.ts'
import { readSettings } from '../../protocol/read-settings.ts'
import { SETTING_GROUPS } from '../../protocol/settings/setting.ts'
import { settingsSchema } from '../../protocol/site.ts'
import { needAnotherTag, type Looks } from '../../protocol/tag-looks.ts'
import { hrefOf } from '../shell/address.ts'
import { changesBetween } from './difference.ts'
import { keptIn } from './form/kept.ts'
import { draftOf, type Drafting, type Later } from './draft.ts'
import { readinessOf, type Readiness } from './publish/readiness.ts'
import { ask } from '../shell/sign-in.ts'
import { whileVisible } from '../api/while-visible.ts'
import { goToField } from './form/field-place.ts'
import { Said } from '../ui/said.tsx'
import { Shown } from '../ui/async.tsx'
import { count } from '../words/format.ts'
import { personaWords } from './words.ts'
import { PersonaActions } from './actions.tsx'
import { PersonaConflict } from './conflict-dialog.tsx'
import { PersonaForm } from './form/settings-form.tsx'
import { PersonaPreview } from './preview-frame.tsx'
import type { Say } from './publish/publish-dialog.tsx'
import { PersonaReadiness } from './publish/readiness-notice.tsx'
import { PersonaSaving } from './saving.tsx'
import { ChangedTag } from '../embed/changed-tag.tsx'
import { PersonaVersions } from './publish/version-list.tsx'

const FIELDS = fieldsOf(settingsSchema().entries)
const VERSIONS = 'versions'
/** How often to check whether somebody else has made changes. */
const LOOK_MILLISECONDS = 30_000

const later: Later = (act, milliseconds) => {
  const timer = setTimeout(act, milliseconds)
  return () => clearTimeout(timer)
}

/**
 * A site's assistant: edited and tried out here, published when the owner decides.
 *
 * @param rest `versions`, or the group of settings to start at.
 */
export function Persona({ site, rest }: { site: string; rest: string }) {
  const draft = useMemo(
    () => draftOf({ site, fields: FIELDS, read: readSettings, ask, keep: keptIn(() => localStorage, site), later }),
    [site],
  )
  const readiness = useMemo(() => readinessOf({ site, ask }), [site])
  /** What was just done, in one sentence. */
  const done = useSignal('')
  const hasGoneLive = useSignal(false)
  /** After publishing, if the tag has to change. */
  const newLooks = useSignal<Looks | null>(null)
  /** Whether all problems are listed. Not while the owner is typing, or the form would jump. */
  const isTold = useSignal(false)
  const tellProblems = (): void => {
    isTold.value = true
    goToField(draft.problems.value[0]?.path ?? '')
  }
  useEffect(() => {
    const save = (): void => void draft.save()
    void draft.open()
    addEventListener('online', save)
    // Another tab has saved, so this browser's copy is gone.
    const look = ({ key, newValue }: StorageEvent) => newValue === null && key?.endsWith(`:${site}`) && draft.look()
    addEventListener('storage', look)
    const endLooking = whileVisible(() => void draft.look(), LOOK_MILLISECONDS)
    return () => {
      endLooking()
      removeEventListener('storage', look)
      removeEventListener('online', save)
      draft.close()
    }
  }, [draft])
  useSignalEffect(() => {
    // Not while the owner is typing: saved settings can be checked.
    if (draft.saving.value.state === 'saved' && draft.settings.value) void readiness.look(draft.settings.value)
  })
  useSignalEffect(() => {
    if (draft.joined.value > 0) done.value = personaWords.value.joined
  })
  const say: Say = (sentence, looks) => {
    done.value = sentence
    hasGoneLive.value = looks !== undefined
    newLooks.value = looks && needAnotherTag(looks.before, looks.now) ? looks.now : null
  }
  const write: Drafting['write'] = (name, entry) => {
    // The message about the last action is out of date once something else is written.
    say('')
    draft.write(name, entry)
  }
  return (
    <>
      <Head draft={draft} readiness={readiness} isVersions={rest === VERSIONS} say={say} tellProblems={tellProblems} />
      {done.value && (
        <Said forget={() => void (done.value = '')}>
          {done.value}
          {hasGoneLive.value && (
            <>
              {' '}
              <a href={hrefOf({ screen: 'embed', site, rest: '' })}>{personaWords.value.toEmbed}</a>
            </>
          )}
        </Said>
      )}
      {newLooks.value && <ChangedTag site={site} looks={newLooks.value} />}
      <Shown of={draft.details} again={() => void draft.open()} skeleton={<Waiting />}>
        {() =>
          rest === VERSIONS ? (
            <PersonaVersions draft={draft} say={say} />
          ) : (
            <>
              <PersonaConflict draft={draft} />
              <PersonaReadiness readiness={readiness} hasForm />
              <div class="persona">
                <PersonaForm
                  fields={FIELDS}
                  draft={{ ...draft, write }}
                  group={SETTING_GROUPS.find((one) => one === rest)}
                  isTold={isTold.value || draft.cameBack.value}
                  tellProblems={tellProblems}
                />
                <PersonaPreview draft={draft} later={later} />
              </div>
            </>
          )
        }
      </Shown>
    </>
  )
}

interface HeadProps {
  draft: Drafting
  readiness: Readiness
  isVersions: boolean
  say: Say
  tellProblems: () => void
}

function Head({ draft, readiness, isVersions, say, tellProblems }: HeadProps) {
  const words = personaWords.value
  const { site, details, settings, fields } = draft
  const now = details.now.value
  const value = now.state === 'there' ? now.value : now.before
  const wanted = settings.value
  const changes = value && wanted ? changesBetween(fields, value.live, wanted).length : 0
  return (
    <header class="persona-head">
      <div class="row spread">
        <h1>{words.title}</h1>
        {value && !isVersions && (
          <PersonaActions draft={draft} readiness={readiness} changes={changes} say={say} tellProblems={tellProblems} />
        )}
      </div>
      <div class="row spread">
        <nav class="views" aria-label={words.views}>
          <a href={hrefOf({ screen: 'persona', site, rest: '' })} aria-current={isVersions ? undefined : 'page'}>
            {words.settings}
          </a>
          <a href={hrefOf({ screen: 'persona', site, rest: VERSIONS })} aria-current={isVersions ? 'page' : undefined}>
            {words.versions}
          </a>
        </nav>
        {value && (
          <div class="row">
            <span class={`badge ${value.version > 0 ? 'good' : ''}`}>
              {value.version === 0 ? words.neverPublished : words.liveVersion(count(value.version))}
            </span>
            {changes > 0 && <span class="badge">{words.draftDiffers(changes)}</span>}
            <PersonaSaving draft={draft} tellProblems={isVersions ? null : tellProblems} />
          </div>
        )}
      </div>
    </header>
  )
}

const Waiting = () => (
  <div class="persona">
    <div class="stack">
      <div class="skeleton tall" />
      <div class="skeleton tall" />
    </div>
    <div class="skeleton tall" />
  </div>
)

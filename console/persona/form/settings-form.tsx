import { useSignal } from '@preact/signals'
import { useEffect, useId } from 'preact/hooks'
import type { SettingField } from '../../../protocol/setting-fields.ts'
import type { SettingProblem } from '../../../protocol/schemas/setting-problem.ts'
import type { SettingGroup } from '../../../protocol/settings/setting.ts'
import { groupsOf } from './groups.ts'
import { marksOf } from './instruction-marks.ts'
import type { Drafting } from '../draft.ts'
import { setup } from '../../shell/site-list.ts'
import { Notice } from '../../ui/notice.tsx'
import { fieldOf, goToField } from './field-place.ts'
import { SettingFieldRow } from './setting-field.tsx'
import { personaWords } from '../words.ts'
import { formWords } from './words.ts'
import { fieldTitle, groupTitle } from './field-words.ts'
import { problemSentence } from './problem-words.ts'

interface Props {
  /** Read from the schema: the form has every field in it. */
  fields: readonly SettingField[]
  draft: Pick<Drafting, 'site' | 'written' | 'problems' | 'cameBack' | 'write' | 'save'>
  /** The group that the link leads to. */
  group?: SettingGroup | undefined
  /** Whether all problems are listed above the form. */
  isTold: boolean
  tellProblems: () => void
}

export function PersonaForm({ fields, draft, group, isTold, tellProblems }: Props) {
  const words = formWords.value
  const groups = groupsOf(fields)
  const id = useId()
  const problems = draft.problems.value
  useEffect(() => {
    if (group) goToGroup(id, group)
  }, [group])
  return (
    <form
      class="stack settings"
      onSubmit={(event) => {
        event.preventDefault()
        // Enter in a field: shows the problems, or saves everything.
        if (problems.length > 0) tellProblems()
        else void draft.save()
      }}
    >
      <nav class="groups" aria-label={words.groups}>
        {groups.map(({ group, fields }) => {
          const wrong = problems.filter(({ path }) => fields.some(({ name }) => name === fieldOf(path))).length
          return (
            <button key={group} type="button" class="chip" onClick={() => goToGroup(id, group)}>
              {groupTitle(group)}
              {wrong > 0 && <span class="badge bad">{wrong}</span>}
            </button>
          )
        })}
      </nav>
      {draft.cameBack.value && <Notice kind="hint">{words.cameBack}</Notice>}
      {isTold && <Problems fields={fields} problems={problems} written={draft.written.value} />}
      {groups.map(({ group, fields }) => (
        <section key={group} class="card" aria-labelledby={`${id}-${group}`}>
          <h2 id={`${id}-${group}`} tabIndex={-1}>
            {groupTitle(group)}
          </h2>
          {fields.map((field) => (
            <SettingFieldRow
              key={field.name}
              field={field}
              entry={draft.written.value[field.name] ?? ''}
              problems={problems.filter(({ path }) => fieldOf(path) === field.name)}
              write={(entry) => draft.write(field.name, entry)}
              suggestions={suggestionsFor(field.name)}
              hints={field.name === 'instructions' ? markHints(draft.written.value) : []}
            />
          ))}
        </section>
      ))}
      {/* Without one, Enter in a field would do nothing. */}
      <button type="submit" class="unseen" tabIndex={-1} aria-hidden="true" />
    </form>
  )
}

/** All problems, each with a link to its field. The field being edited keeps the focus. */
function Problems({
  fields,
  problems,
  written,
}: {
  fields: readonly SettingField[]
  problems: readonly SettingProblem[]
  written: Drafting['written']['value']
}) {
  const words = formWords.value
  const isOpen = useSignal(true)
  if (problems.length === 0) return null
  return (
    <details class="problems" open={isOpen.value} onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}>
      <summary>{words.problems(problems.length)}</summary>
      <ul>
        {problems.map((problem) => {
          const name = fieldOf(problem.path)
          const field = fields.find((one) => one.name === name)
          return (
            <li key={problem.path + problem.kind}>
              <button type="button" class="link" onClick={() => goToField(problem.path)}>
                {field ? fieldTitle(field) : problem.path || personaWords.value.title}
              </button>
              {': '}
              {problemSentence(problem, field, written[name])}
            </li>
          )
        })}
      </ul>
    </details>
  )
}

/** The placeholders that a page fills in, and those that stay empty. */
function markHints({ instructions, pageContext }: Drafting['written']['value']): string[] {
  const words = formWords.value
  const { given, unknown } = marksOf(typeof instructions === 'string' ? instructions : '')
  return [
    ...(unknown.length > 0 ? [words.unknownMarks(unknown.map(braced).join(', '))] : []),
    ...(given.length > 0 && pageContext !== 'on' ? [words.marksWithoutPage(given.map(braced).join(', '))] : []),
    ...(given.length > 0 && pageContext === 'on' ? [words.marksNoProof(given.map(braced).join(', '))] : []),
  ]
}

const braced = (name: string): string => `{{${name}}}`

/** The address after `#` names the screen, so jumping to a group must not change it. */
function goToGroup(id: string, group: SettingGroup): void {
  const heading = document.querySelector<HTMLElement>(`#${CSS.escape(`${id}-${group}`)}`)
  heading?.focus({ preventScroll: true })
  heading?.scrollIntoView({ block: 'start' })
}

/** The models of the Worker's providers. Other values are allowed too. */
function suggestionsFor(name: string): string[] {
  const now = setup.now.value
  const providers = (now.state === 'there' ? now.value : now.before)?.providers ?? []
  if (name === 'upstream') return providers.map((one) => one.name)
  if (name !== 'model' && name !== 'summaryModel') return []
  return [...new Set(providers.flatMap(({ model, models }) => [model, ...models]))].filter((one) => one !== '')
}

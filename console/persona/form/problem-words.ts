import { originFault } from '../../../protocol/origin-fault.ts'
import type { SettingField } from '../../../protocol/setting-fields.ts'
import type { SettingProblem } from '../../../protocol/schemas/setting-problem.ts'
import type { Entry } from './written.ts'
import { count } from '../../words/format.ts'
import { formWords } from './words.ts'
import { originFaults } from '../../words/site-faults.ts'

/** A sentence for the owner about a field's value. */
export function problemSentence(problem: SettingProblem, field?: SettingField, entry: Entry = ''): string {
  const words = formWords.value
  switch (problem.kind) {
    case 'unknown':
      return words.noSuchSetting
    case 'forbidden':
      return words.forbidden
    case 'choice':
      return words.choice
    case 'range':
      return field ? words.range(limit(field.least), limit(field.most)) : problem.message
    case 'type':
      if (field?.control === 'number') return words.number
      return field?.control === 'whole' ? words.whole : field ? words.otherKind : problem.message
    case 'length':
      return field ? lengthSentence(problem.path, field, entry) : problem.message
    case 'form':
      if (field?.control === 'colour') return words.colour
      if (field?.name === 'allowedOrigins') return originSentence(entryAt(problem.path, entry))
      if (field?.name === 'turnstileSiteKey') return words.siteKey
      return field?.name === 'imageHosts' ? words.host : problem.message
    default:
      return problem.kind satisfies never
  }
}

/** The value that has the problem: `starterPrompts.2` is the third in a list. */
function entryAt(path: string, entry: Entry): string {
  const [, place] = path.split('.')
  return Array.isArray(entry) ? String(entry[Number(place)] ?? '') : String(entry)
}

function originSentence(value: string): string {
  const { reason, meant } = originFault(value) ?? { reason: 'other' as const, meant: null }
  return [originFaults.value[reason], meant && formWords.value.meant(meant)].filter(Boolean).join(' ')
}

const limit = (number: number | null): string => (number === null ? '…' : count(number))

function lengthSentence(path: string, { name, control, longest, mostEntries }: SettingField, entry: Entry): string {
  const words = formWords.value
  if (name === 'avatar') return words.avatar
  if (control === 'list' && !path.includes('.')) return words.tooMany(limit(mostEntries))
  const text = entryAt(path, entry)
  return longest !== null && text.length > longest ? words.tooLong(limit(longest), count(text.length)) : words.tooShort
}

/** docs/settings.md, generated from the schema. */
import type * as v from 'valibot'
import { fieldsOf, type SettingField } from '../../protocol/setting-fields.ts'
import { SETTING_GROUPS, type SettingGroup } from '../../protocol/settings/setting.ts'

const HEADINGS: Readonly<Record<SettingGroup, string>> = {
  who: 'Who the assistant is',
  first: 'What a visitor sees first',
  looks: 'Looks',
  model: 'Model and sampling',
  limits: 'Limits',
  privacy: 'Privacy',
  where: 'Where it may be embedded',
}

const HEAD = `# Settings

Everything that a site's owner can set: in the console, in a file for \`npm run sites\`, or in a request to the owner's API. What is
left out has its default. Lengths count UTF-16 code units, as JavaScript's \`length\` does. “Visitors” says whether a visitor's
browser gets it. Nothing else leaves the Worker, except to the provider. A model may repeat what it was told if it is
asked cleverly, so treat the instructions as something that visitors can find out.

\`npm run docs:settings\` writes this page from \`protocol/site.ts\`.
`

/** @param shown settings that visitors see, @param kept those that they do not. */
export function settingsTable(shown: v.ObjectEntries, kept: v.ObjectEntries): string {
  const fields = fieldsOf({ ...shown, ...kept })
  const sections = SETTING_GROUPS.map((group) => {
    const rows = fields
      .filter((field) => field.group === group)
      .map((field) => row(field, Object.hasOwn(shown, field.name)))
    return rows.length === 0 ? '' : `\n## ${HEADINGS[group]}\n\n${TABLE}\n${rows.join('\n')}\n`
  })
  return HEAD + sections.join('')
}

const TABLE = `| setting | what it is | takes | default | visitors |
| --- | --- | --- | --- | --- |`

const row = (field: SettingField, isShown: boolean): string =>
  `| \`${field.name}\` | **${cell(field.title)}.** ${cell(field.description)} | ${takes(field)} | ${given(field)} | ${isShown ? 'yes' : 'no'} |`

function takes({ control, least, most, longest, mostEntries, choices }: SettingField): string {
  switch (control) {
    case 'text':
    case 'lines':
      return longest === null ? 'text' : `text, at most ${longest}`
    case 'number':
      return `number, ${least} to ${most}`
    case 'whole':
      return `whole number, ${least} to ${most}`
    case 'choice':
      return choices.map((choice) => `\`${choice}\``).join(', ')
    case 'colour':
      return 'colour, `#rrggbb`'
    case 'list':
      return `list of at most ${mostEntries}${longest === null ? '' : `, each at most ${longest}`}`
    case 'switch':
      return '`true`, `false`'
    default:
      return control satisfies never
  }
}

const given = ({ default: value, isOptional }: SettingField): string =>
  isOptional ? 'not sent' : value === '' ? 'empty' : `\`${cell(JSON.stringify(value))}\``

/** A bar or a line break would end a cell. */
const cell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll(/\s+/g, ' ')

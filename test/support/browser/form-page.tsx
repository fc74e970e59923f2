/** Runs in a browser: the console's form with one setting that is not in the schema. */
import { computed, signal } from '@preact/signals'
import { render } from 'preact'
import * as v from 'valibot'
import { writtenOf, type Written } from '../../../console/persona/form/written.ts'
import { PersonaForm } from '../../../console/persona/form/settings-form.tsx'
import { fieldsOf } from '../../../protocol/setting-fields.ts'
import { settingsSchema } from '../../../protocol/site.ts'

const mood = v.optional(
  v.pipe(v.picklist(['calm', 'keen']), v.title('Mood'), v.description('How it feels.'), v.metadata({ group: 'who' })),
  'keen',
)
const entries = { ...settingsSchema().entries, mood }
const fields = fieldsOf(entries)
const written = signal<Written>(writtenOf(fields, v.parse(v.object(entries), {})))

const draft = {
  site: 'demo',
  written,
  problems: computed(() => []),
  cameBack: signal(false),
  write: (name: string, entry: Written[string]) => void (written.value = { ...written.value, [name]: entry }),
  save: async () => true,
}
render(<PersonaForm fields={fields} draft={draft} isTold={false} tellProblems={() => {}} />, document.body)

/** `npm run bench:profile-start-up`: the parts of our start-up time, each step compared with the one before. Build first. */
import { spread, told } from './spread.ts'
import { EMPTY_CLASSES, ourModules, subjectModules } from './worker/start-programs.ts'
import { prepareStarters } from './worker/start-up.ts'
import { differences, startInTurns } from './worker/starts.ts'

const STARTS = 60

const { 'index.js': empty = '' } = await subjectModules('empty')
const ours = await ourModules()
const bound = EMPTY_CLASSES + empty

// workerd reads and compiles every module it gets, even those that nothing imports.
const steps = new Map([
  ['an empty Worker', { modules: { 'main.js': empty }, hasBindings: false }],
  ['our bindings', { modules: { 'main.js': bound }, hasBindings: true }],
  ['reading the Worker', { modules: { 'main.js': bound, ...ours }, hasBindings: true }],
  ['running it', { modules: { 'main.js': `export * from "./index.js"\n${empty}`, ...ours }, hasBindings: true }],
  ['the first answer', { modules: ours, hasBindings: true }],
])

const { starters, stop } = await prepareStarters(steps)
try {
  const starts = await startInTurns(starters, STARTS)
  const names = [...steps.keys()]
  const [control = ''] = names
  console.table(
    Object.fromEntries(
      names.map((name, index) => [
        name,
        {
          'from spawning (ms)': told(spread(starts.get(name) ?? [])),
          'over an empty Worker (ms)': told(spread(differences(starts, name, control))),
          'this step (ms)': told(spread(differences(starts, name, names[index - 1] ?? control))),
        },
      ]),
    ),
  )
} finally {
  await stop()
}

/** A run as Markdown: bench/report.md. */
import { agreement, type Agreement } from './agreement.ts'
import type { Check, Section, Table } from './report.ts'
import type { BenchRun } from './run.ts'
import { short } from './spread.ts'

export function printRun(run: BenchRun, before?: BenchRun): string {
  const { date, minutes, isQuick, machine, versions, sections } = run
  const checks = sections.flatMap((section) => section.checks)
  const missed = checks.filter((check) => !isMet(check)).length
  const parts = [
    '# Measured side by side',
    `Made by \`npm run bench\` on ${date} UTC, in ${minutes} minutes; not written by hand.`,
    ...(isQuick ? ['**A quick run, with few repeats, to see that it runs. Its figures are not measurements.**'] : []),
    `${machine}. ${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}.`,
    'What is compared was measured in this same run, in turns, so that noise hits everything alike. `1.23 (1.19–1.30)` is a median and ' +
      'its quartiles over the repeats; the spread of a ratio is that of the rounds’ own ratios.',
    '## Budgets',
    missed === 0 ? `All ${checks.length} are met.` : `${checks.length - missed} of ${checks.length} are met.`,
    printChecks(checks),
    ...(before ? printAgreement(agreement(run, before), before) : []),
    ...sections.map(printSection),
  ]
  return `${parts.join('\n\n')}\n`
}

export function printSection({ title, intro, tables, checks }: Section): string {
  const parts = [`## ${title}`, intro, ...tables.map(printTable)]
  return [...parts, ...(checks.length > 0 ? [printChecks(checks)] : [])].join('\n\n')
}

export const isMet = ({ budget, measured }: Check): boolean => measured <= budget

function printChecks(checks: readonly Check[]): string {
  return printTable({
    title: '',
    columns: ['budget', 'at most', 'measured', 'half of the rounds', ''],
    rows: checks.map((check) => [
      check.what,
      `${short(check.budget, 5)} ${check.unit}`,
      `${short(check.measured, check.unit === 'B' ? 6 : 3)} ${check.unit}`,
      check.noise ? `${short(check.noise.low)}–${short(check.noise.high)}` : '',
      isMet(check) ? 'met' : `**missed**: ${check.profile ? `[why](profiles/${check.profile}.md)` : 'reason unknown'}`,
    ]),
  })
}

function printAgreement(compared: readonly Agreement[], before: BenchRun): string[] {
  const agreeing = compared.filter(({ isAgreed }) => isAgreed).length
  const noisy = ({ measured, noise }: Agreement['now'], unit: string) =>
    `${short(measured)} (${short(noise.low)}–${short(noise.high)}) ${unit}`
  return [
    '## Beside the run before',
    `${agreeing} of ${compared.length} figures with rounds agree with the run of ${before.date} UTC${before.isQuick ? ' (a quick one)' : ''}: the ` +
      'halves of their rounds overlap. Where they do not, the code has changed in between, or the noise is larger than the rounds of one run show.',
    printTable({
      title: '',
      columns: ['', 'this run', 'the run before', 'moved', ''],
      rows: compared.map(({ what, unit, now, earlier, isAgreed }) => [
        what,
        noisy(now, unit),
        noisy(earlier, unit),
        `${now.measured < earlier.measured ? '−' : '+'}${short(Math.abs(now.measured / earlier.measured - 1) * 100, 2)} %`,
        isAgreed ? 'agree' : '**differ**',
      ]),
    }),
  ]
}

function printTable({ title, columns, rows, note }: Table): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => (typeof cell === 'number' ? short(cell) : cell.replaceAll('|', String.raw`\|`))).join(' | ')} |`
  const table = [line(columns), line(columns.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)]
  return [...(title ? [`### ${title}`] : []), table.join('\n'), ...(note ? [note] : [])].join('\n\n')
}

/**
 * `npm run bench:readme`: writes the figures of bench/report.json into both READMEs. With `--check` it changes nothing and
 * exits with 1 if they differ.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { fillFigures } from './fill-figures.ts'

const READMES = ['README.md', 'README.zh-CN.md']
const REPORT = new URL('../../bench/report.json', import.meta.url)

interface Report {
  date: string
  isQuick: boolean
  sections: { figures: Record<string, string> }[]
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
const report: Report = JSON.parse(await readFile(REPORT, 'utf8'))
const figures = Object.fromEntries(report.sections.flatMap((section) => Object.entries(section.figures)))
const date = report.date.slice(0, 10) + (report.isQuick ? ' (a quick run, not a measurement)' : '')
for (const name of READMES) {
  const place = new URL(`../../${name}`, import.meta.url)
  const readme = await readFile(place, 'utf8')
  const filled = fillFigures(readme, { ...figures, date })
  if (!values.check) {
    await writeFile(place, filled)
  } else if (filled !== readme) {
    console.error(`${name} has different figures from bench/report.json: run \`npm run bench:readme\`.`)
    process.exitCode = 1
  }
}

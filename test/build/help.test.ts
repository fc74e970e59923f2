/** Each command in package.json that runs one of our files explains itself with `--help`. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { firstComment } from '../../build/help.ts'
import packageJson from '../../package.json' with { type: 'json' }

const ROOT = path.join(import.meta.dirname, '../..')
/** What other commands run in between, and not people. */
const PARTS = new Set(['prestart', 'predeploy', 'deploy', 'check:figures'])
const commands = Object.entries(packageJson.scripts).flatMap(([name, line]) => {
  const [, file] = /node (?:--import \S+ )?(\S+\.ts)/.exec(line) ?? []
  return file !== undefined && !PARTS.has(name) ? [{ name, line, file }] : []
})

describe('--help', () => {
  test.for(commands)('of $name prints the beginning of its file', ({ name, line, file }) => {
    expect(line).toContain(`node --import ./build/help.ts ${file}`)
    const command = name === 'start' ? 'npm start' : `npm run ${name}`
    expect(firstComment(readFileSync(path.join(ROOT, file), 'utf8'))).toMatch(new RegExp(`^\`${command}\\b`))
  })

  test('prints it and does nothing else', async () => {
    const options = ['--import', './build/help.ts', 'deploy/setup/setup.ts', '--yes', '--help']
    const { stdout, stderr } = await promisify(execFile)(process.execPath, options, { cwd: ROOT })
    expect(stderr).toBe('')
    expect(stdout.trim()).toBe(firstComment(readFileSync(path.join(ROOT, 'deploy/setup/setup.ts'), 'utf8')))
  })

  test('covers at least the commands that owners run', () =>
    expect(commands.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['start', 'setup', 'doctor', 'sites', 'smoke', 'watch', 'lock', 'bench']),
    ))
})

test('a comment is printed without its stars', () =>
  expect(firstComment('/**\n * One `thing`:\n *\n * and more.\n */\nimport x')).toBe('One `thing`:\n\nand more.'))

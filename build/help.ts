/**
 * Loaded before a command (`node --import ./build/help.ts deploy/setup/setup.ts`). With `--help` or `-h` it prints the comment at
 * the top of the command's file, and does nothing else. So the description of a command is written once.
 */
import { readFileSync } from 'node:fs'

const [, file, ...words] = process.argv
if (file !== undefined && words.some((word) => word === '--help' || word === '-h')) {
  console.log(firstComment(readFileSync(file, 'utf8')))
  process.exit(0)
}

/** The first comment of a source, without its stars. Empty if it starts with something else. */
export function firstComment(source: string): string {
  const [, comment = ''] = /^\/\*\*(.*?)\*\//s.exec(source) ?? []
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .join('\n')
    .trim()
}

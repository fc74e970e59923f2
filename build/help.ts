/**
 * Loaded before a command (`node --import ./build/help.ts deploy/setup/setup.ts`): with `--help` or `-h` the comment that the command's
 * file begins with is printed, and nothing else is done. So what a command says of itself is written once.
 */
import { readFileSync } from 'node:fs'

const [, file, ...words] = process.argv
if (file !== undefined && words.some((word) => word === '--help' || word === '-h')) {
  console.log(firstComment(readFileSync(file, 'utf8')))
  process.exit(0)
}

/** Of a source, without its stars. Empty where it begins with something else. */
export function firstComment(source: string): string {
  const [, comment = ''] = /^\/\*\*(.*?)\*\//s.exec(source) ?? []
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .join('\n')
    .trim()
}

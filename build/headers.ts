/** One file of headers for all static files: the widget's, then the console's. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')

export async function writeHeaders(outDir: string): Promise<void> {
  const parts = await Promise.all(['widget', 'console'].map((part) => readFile(join(ROOT, part, '_headers'), 'utf8')))
  await mkdir(outDir, { recursive: true })
  await writeFile(join(outDir, '_headers'), parts.join('\n'))
}

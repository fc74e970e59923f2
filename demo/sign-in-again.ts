/** Enter in the terminal of `npm start` prints another sign-in link: the first one is only valid for 10 minutes. */
import { createInterface } from 'node:readline'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Demo } from './demo.ts'

/** The process that starts it. */
export interface Terminal {
  input: NodeJS.ReadableStream
  print: (line: string) => void
}

export const HINT = '  Press Enter for another sign-in link.'

/** Prints one link per line of input, until the input ends. @returns a function that stops it earlier. */
export function linkOnEnter({ signInLink }: Pick<Demo, 'signInLink'>, { input, print }: Terminal): () => void {
  const lines = createInterface({ input, terminal: false })
  lines.on('line', () => {
    signInLink().then(
      (link) => print(link === null ? '  No link: too many failed sign-ins. Wait a while.' : `  Console    ${link}`),
      (error: unknown) => print(`  No link: ${String(error)}`),
    )
  })
  return () => lines.close()
}

/** Whether a person types here. A background process that reads the terminal would be stopped by it. */
export async function isTypedInto(input: { isTTY?: boolean }, pid: number): Promise<boolean> {
  if (input.isTTY !== true) return false
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'pgid=,tpgid=', '-p', String(pid)])
    const [group, foreground] = stdout.trim().split(/\s+/)
    return group === foreground
  } catch {
    return true // No `ps`, as on Windows, which has no process groups.
  }
}

/** The CPU time of a process so far, and how to find the process. Linux only. */
import { execFileSync } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'

/**
 * In milliseconds, for all live threads. From the scheduler's statistics in nanoseconds (`/proc/<pid>/task/<tid>/schedstat`):
 * `/proc/<pid>/stat` counts in ticks of 10 ms, which is as much as a turn takes.
 */
export async function processorTime(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`)
  const times = await Promise.all(threads.map((thread) => threadTime(`/proc/${pid}/task/${thread}/schedstat`)))
  return times.reduce((sum, time) => sum + time, 0) / 1e6
}

/** A thread may end while they are listed. */
async function threadTime(file: string): Promise<number> {
  try {
    return Number.parseInt(await readFile(file, 'utf8'), 10)
  } catch {
    return 0
  }
}

/** The newest workerd that this process has started. */
export function runtimePid(): number {
  const children = execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(process.pid)], { encoding: 'utf8' })
  const pids = children
    .split('\n')
    .filter((line) => line.includes('workerd'))
    .map((line) => Number.parseInt(line, 10))
  const pid = pids.at(-1)
  if (pid === undefined) throw new Error('no workerd is running')
  return pid
}

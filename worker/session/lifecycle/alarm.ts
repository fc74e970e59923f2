/** Something that a session's object has to do later. */
export interface Job {
  /** When, in milliseconds since 1970; null: there is nothing to do. */
  due(): number | null
  /** Never throws. */
  run(): Promise<void>
  /** This job ends the session: while it is due, nothing else runs. */
  isLast?: boolean
}

/** The object's only alarm. It is set to the next job that is due. */
export class Alarm {
  readonly #storage: Pick<DurableObjectStorage, 'setAlarm'>
  readonly #jobs: Job[] = []
  /** The earliest alarm known to be set. */
  #setTo = Number.POSITIVE_INFINITY

  constructor(storage: Pick<DurableObjectStorage, 'setAlarm'>) {
    this.#storage = storage
  }

  add(...jobs: readonly Job[]): void {
    this.#jobs.push(...jobs)
  }

  /** Sets the alarm, unless an earlier one is set: that one sets the next. */
  async arm(): Promise<void> {
    const next = Math.min(...this.#jobs.map(dueAt))
    if (next >= this.#setTo) return
    this.#setTo = next
    await this.#storage.setAlarm(next)
  }

  /** The same, when the alarm that is set would ring for nothing (setting a new one is cheaper), or the storage was emptied. */
  rearm(): Promise<void> {
    this.#setTo = Number.POSITIVE_INFINITY
    return this.arm()
  }

  /** Runs what is due. Never throws: an alarm that throws is repeated a few times and then given up. */
  async ring(): Promise<void> {
    const now = Date.now()
    const due = this.#jobs.filter((job) => dueAt(job) <= now)
    const last = due.filter(({ isLast }) => isLast)
    await Promise.all((last.length > 0 ? last : due).map((job) => job.run()))
    await this.rearm()
  }
}

const dueAt = (job: Job): number => job.due() ?? Number.POSITIVE_INFINITY

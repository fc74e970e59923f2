/** Whether two runs agree. */
import type { Noise } from './report.ts'
import type { BenchRun } from './run.ts'

interface Figure {
  measured: number
  noise: Noise
}

export interface Agreement {
  what: string
  unit: string
  now: Figure
  earlier: Figure
  isAgreed: boolean
}

/** The budgets' figures that have rounds, from both runs. They agree if the halves of their rounds overlap. */
export function agreement(run: BenchRun, before: BenchRun): Agreement[] {
  const known = new Map(figures(before).map((figure) => [figure.what, figure]))
  return figures(run).flatMap(({ what, unit, ...now }) => {
    const earlier = known.get(what)
    if (!earlier) return []
    const isAgreed = now.noise.low <= earlier.noise.high && earlier.noise.low <= now.noise.high
    return [{ what, unit, now, earlier, isAgreed }]
  })
}

const figures = ({ sections }: BenchRun): (Figure & { what: string; unit: string })[] =>
  sections.flatMap(({ checks }) =>
    checks.flatMap(({ what, unit, measured, noise }) => (noise ? [{ what, unit, measured, noise }] : [])),
  )

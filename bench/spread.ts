/** Figures with their noise, measured several times, alternating with what they are compared with. */

export interface Spread {
  median: number
  /** The quartiles: half of all repeats lie between them. */
  low: number
  high: number
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values), low: quantile(values, 0.25), high: quantile(values, 0.75) }
}

/** From each round's own ratio, so that slow rounds cancel out. Both lists have one value per round. */
export function ratio(values: readonly number[], control: readonly number[]): Spread {
  return spread(values.map((value, round) => value / (control[round] ?? Number.NaN)))
}

/** From each round's own difference. */
export function difference(values: readonly number[], control: readonly number[]): Spread {
  return spread(values.map((value, round) => value - (control[round] ?? Number.NaN)))
}

/** For a `Check`. */
export function withNoise({ median, low, high }: Spread): { measured: number; noise: { low: number; high: number } } {
  return { measured: median, noise: { low, high } }
}

/** `1.23 (1.19–1.30)` */
export function told({ median, low, high }: Spread, digits = 3): string {
  return `${short(median, digits)} (${short(low, digits)}–${short(high, digits)})`
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The value that `share` of all values do not exceed: the nearest rank, so it is always a measured value. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** This many significant digits, without extra zeros. */
export function short(value: number, digits = 3): string {
  return Number(value.toPrecision(digits)).toLocaleString('en', { maximumFractionDigits: 20 })
}

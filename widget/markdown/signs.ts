/** A module of its own, fetched when the first formula or the first unusual entity appears. */
import type { Decoded } from './entities.ts'
import { formulaAt } from './formula.ts'
import { readable } from './math.ts'
import { named } from './named.ts'

export interface Signs {
  /** The formula that begins at `at`, if one does. */
  formulaAt: (text: string, at: number) => Decoded | undefined
  /** A formula in LaTeX as text that can be read. */
  formula: (tex: string) => string
  /** What the entity of this name stands for. */
  entity: (name: string) => string | undefined
}

export const signs: Signs = { formulaAt, formula: readable, entity: named }

/** A module of its own, fetched when the first formula or the first unusual entity appears. */
import { readable } from './math.ts'
import { named } from './named.ts'

export interface Signs {
  /** A formula in LaTeX as text that can be read. */
  formula: (tex: string) => string
  /** What the entity of this name stands for. */
  entity: (name: string) => string | undefined
}

export const signs: Signs = { formula: readable, entity: named }

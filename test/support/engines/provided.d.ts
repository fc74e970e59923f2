import 'vitest'
import type { Product } from './product.ts'
import type { RunningEngine } from './tab.ts'

declare module 'vitest' {
  interface ProvidedContext {
    engine: RunningEngine
    product: Product
  }
}

import type { TestProject } from 'vitest/node'
import { startProduct } from './product.ts'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, ...product } = await startProduct()
  project.provide('product', product)
  return stop
}

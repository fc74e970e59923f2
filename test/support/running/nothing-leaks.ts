/** Runs beside every test file of Node's and the browser's: what was heard in it holds no secret. */
import { afterAll, expect } from 'vitest'
import { heard } from '../browser/overheard.ts'

afterAll(() => expect(heard().found).toEqual([]))

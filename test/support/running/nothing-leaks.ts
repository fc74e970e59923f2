/** Runs with every test file for Node and the browser: nothing recorded in it contains a secret. */
import { afterAll, expect } from 'vitest'
import { heard } from '../browser/overheard.ts'

afterAll(() => expect(heard().found).toEqual([]))

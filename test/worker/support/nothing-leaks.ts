/** Runs beside every test file in workerd: no line of a log and no response holds a secret. */
import { afterAll, expect } from 'vitest'
import { linesWithSecrets } from './logged.ts'

afterAll(() => expect(linesWithSecrets()).toEqual([]))

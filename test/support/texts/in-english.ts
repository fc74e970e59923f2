/** Runs before every test in a shared process: sets the console to English, whatever an earlier test or this machine chose. */
import { beforeEach } from 'vitest'
import { speak } from '../../../console/words/language.ts'

beforeEach(() => speak('en'))

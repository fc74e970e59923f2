/** Runs before every test that shares its process with others: the console speaks English, whatever the one before chose or this machine wants. */
import { beforeEach } from 'vitest'
import { speak } from '../../../console/words/language.ts'

beforeEach(() => speak('en'))

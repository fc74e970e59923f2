/** On which pages the chat may be. */
import * as v from 'valibot'
import { isAllowable } from '../origin.ts'
import { settingsIn } from './setting.ts'

const { setting } = settingsIn('where')

/** These never leave the Worker, except to the provider. */
export const kept = () => ({
  allowedOrigins: setting({
    schema: v.pipe(
      v.array(
        // `read-settings.ts` says what is wrong with an origin when it is written: no visitor waits for these sentences.
        v.pipe(v.string(), v.check(isAllowable, 'Not an origin.')),
      ),
      v.maxLength(100),
    ),
    title: 'Allowed origins',
    help: 'Where the chat may be embedded: https://shop.example. With https://*.shop.example it is every host below shop.example, however deep, and not shop.example itself. None means nowhere.',
    initial: [],
  }),
})

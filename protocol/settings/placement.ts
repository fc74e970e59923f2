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
    help: 'Where the chat may be embedded: https://shop.example. https://*.shop.example means every host below shop.example at any depth, but not shop.example itself. Without an origin, the chat cannot be embedded anywhere.',
    initial: [],
  }),
})

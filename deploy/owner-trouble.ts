import { Refused } from '../build/sites/owner-api.ts'
import { Trouble } from './trouble.ts'

/** A refusal of the owner’s API, in words for the person who runs the setup. */
export function ownerTrouble(error: unknown, keyFile: string): unknown {
  if (!(error instanceof Refused)) return error
  switch (error.code) {
    case 'invalid_api_key':
      return new Trouble(
        `The Worker does not accept the owner key in ${keyFile}.`,
        'Run this with OWNER_KEY set to the right one, or create a new one: `npm run setup -- --new-owner-key`.',
      )
    case 'too_many_failures':
      return new Trouble(error.message, 'Wait a quarter of an hour, and run this again.')
    case 'access_refused':
      return new Trouble(
        error.message,
        'The owner’s API is behind Cloudflare Access. Create the site in the console, at /console/ of the Worker’s address.',
      )
    default:
      return new Trouble(`${error.code}: ${error.message}`, 'Run this again; `npm run doctor` says more.')
  }
}

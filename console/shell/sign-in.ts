/** Whether an owner is signed in, and their requests to the Worker. */
import { signal } from '@preact/signals'
import type { OwnerSession } from '../../protocol/schemas/owner-session.ts'
import { asking, Refusal } from '../api/ask.ts'

export type SignedIn = 'unknown' | 'out' | 'in'

export const signedIn = signal<SignedIn>('unknown')
/** Why nobody is signed in; null if there is nothing to say. */
export const signInTrouble = signal<Refusal | null>(null)

let csrf = ''

export const ask = asking(
  () => csrf,
  () => leave(),
)

function enter(session: OwnerSession): void {
  csrf = session.csrf
  signInTrouble.value = null
  signedIn.value = 'in'
}

function leave(): void {
  csrf = ''
  signedIn.value = 'out'
}

/** The browser's current session, or the one-time code in the address (`#code=…`), which is removed from it. */
export async function comeIn(): Promise<void> {
  const [, code] = /^#code=(.+)$/.exec(location.hash) ?? []
  if (code) {
    history.replaceState(null, '', location.pathname)
    await signIn({ code })
  } else await attempt(() => ask('readOwnerSession', {}), true)
}

export async function signIn(proof: { key: string } | { code: string }): Promise<void> {
  if ('key' in proof && proof.key === '') {
    signInTrouble.value = new Refusal('key_missing')
    return
  }
  await attempt(() => ask('signIn', { body: proof }), false)
  if ('code' in proof && signInTrouble.value?.code === 'sign_in_refused') signInTrouble.value = new Refusal('link_used')
}

/** @param isQuiet being signed out is not an error then. */
async function attempt(open: () => Promise<OwnerSession>, isQuiet: boolean): Promise<void> {
  try {
    enter(await open())
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    leave()
    signInTrouble.value = isQuiet && error.code === 'owner_signed_out' ? null : error
  }
}

export async function signOut(): Promise<void> {
  await ask('signOut', {}).finally(leave)
}

export async function signOutEverywhere(): Promise<void> {
  await ask('signOutEverywhere', {})
  leave()
}

/** The secrets of every Worker that a test starts. They must not appear anywhere else. */
const SIGNING_KEY = Buffer.from('canary-signing-key-6b1f0e9d4c7a2')

export const PROVIDER_KEY = 'sk-canary-4c1f0e7d9b'
export const OWNER_KEY = 'ik-canary-b0a7d1c25e-8f3b6d0a94e17c52'
export const SESSION_KEYS = `test:${SIGNING_KEY.toString('base64url')}`

/** By name, each in every encoding in which it could leak. */
export type Secrets = ReadonlyMap<string, readonly string[]>

export const SECRETS: Secrets = new Map([
  ['the provider’s key', formsOf(Buffer.from(PROVIDER_KEY))],
  ['the owner’s key', formsOf(Buffer.from(OWNER_KEY))],
  ['the signing key', formsOf(SIGNING_KEY)],
])

/** As text, in hex, and in base64 at every offset in a longer text. */
export function formsOf(secret: Buffer): string[] {
  const inBase64 = [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), secret]).toString('base64')
    // The first and the last group depend on the neighbouring text.
    const own = text.slice(before === 0 ? 0 : 4, text.length - 4)
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')]
  })
  return [...new Set([secret.toString('latin1'), secret.toString('hex'), ...inBase64])]
}

/** @returns the names of those found in the text. */
export const secretsIn = (text: string, secrets: Secrets = SECRETS): string[] =>
  [...secrets].flatMap(([name, forms]) => (forms.some((form) => text.includes(form)) ? [name] : []))

/** What verifies a token. Fetched from `jose` by name, so that the rest of it is not in the Worker. */
export { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose'

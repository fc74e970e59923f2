/** For the account in the stand-in for Cloudflare. */
export const API_TOKEN = 'canary-api-token-5d1e7b90c4'

/** Of the account that the stand-in of Cloudflare has. */
export const API_TOKEN = 'canary-api-token-5d1e7b90c4'

/** The bindings of a measured Worker: fake secrets, and the upstream's address. */
export const benchBindings = (origin: string, upstreamUrl: string): Record<string, string> => ({
  SESSION_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64url')}`,
  OPENAI_API_KEY: 'sk-bench',
  OPENAI_BASE_URL: upstreamUrl,
  LOCAL_UPSTREAMS: 'true',
  DEMO_ORIGINS: origin,
})

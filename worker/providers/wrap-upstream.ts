import type { Upstream } from './upstream.ts'

/** The same upstream, but what it is asked or what it yields is changed on the way. */
export type UpstreamWrapper = (upstream: Upstream) => Upstream

/** A feature that adds a part to answers has its wrapper here. The first is next to the provider. */
const WRAPPERS: readonly UpstreamWrapper[] = []

export const wrapUpstream = (upstream: Upstream, wrappers: readonly UpstreamWrapper[] = WRAPPERS): Upstream =>
  wrappers.reduce((inner, wrap) => wrap(inner), upstream)

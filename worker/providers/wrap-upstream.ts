import type { Upstream, UpstreamWrapper } from './upstream.ts'

/** A feature that adds a part to answers has its wrapper here. The first is next to the provider. */
const WRAPPERS: readonly UpstreamWrapper[] = []

export const wrapUpstream = (upstream: Upstream, wrappers: readonly UpstreamWrapper[] = WRAPPERS): Upstream =>
  wrappers.reduce((inner, wrap) => wrap(inner), upstream)

/** Which provider and which model a site means. Pure. */
import { Failure } from '../../protocol/failure.ts'
import type { Provider } from './provider-list.ts'
import type { ChatRequest } from './upstream.ts'

/**
 * The provider that a site names; the first one when it names none.
 *
 * @throws Failure `site_misconfigured` when there is none of that name: its persona is not for others to read.
 */
export function chooseProvider(all: readonly Provider[], name: string): Provider {
  const wanted = name ? all.find((provider) => provider.name === name) : all[0]
  if (!wanted) throw new Failure('site_misconfigured', { param: 'upstream', detail: 'upstream: no such provider' })
  return wanted
}

/** A site's model means something to the provider that the site chose; another one must list it. */
export function modelAt(provider: Provider, wanted: Provider, { model }: Pick<ChatRequest, 'model'>): string {
  return model && (provider === wanted || Object.hasOwn(provider.models, model)) ? model : provider.model
}

import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { Refusal } from '../api/ask.ts'
import { loaded } from '../api/loaded.ts'
import { Shown } from './async.tsx'

/** A screen that is fetched when it is first opened. */
export function lazily<Props extends object>(fetch: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const screen = loaded<ComponentType<Props>>()
  const load = (): Promise<void> =>
    screen.load(() =>
      fetch().catch((error: unknown) => {
        console.error(error)
        throw new Refusal('offline')
      }),
    )
  return function Lazy(props: Props) {
    useEffect(() => {
      if (screen.now.peek().state !== 'there') void load()
    }, [])
    return (
      // A browser may remember that a module failed to load: only a new page certainly tries again.
      <Shown of={screen} again={() => location.reload()}>
        {(One) => <One {...props} />}
      </Shown>
    )
  }
}

import { useSignal } from '@preact/signals'
import { h, type ComponentChild } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { fetchModule } from '../api/fetch-module.ts'
import { libraries } from '../panel/libraries.ts'
import type { LaterProps } from '../panel/props.ts'

/** Where the module is: written in by the build. */
declare const MENU_PATH: string
/** Its code runs when it has got the libraries. */
interface MenuModule {
  load(from: typeof libraries): typeof import('../menu/menu.tsx')
}

type MenuProps = LaterProps & { close: () => void }
/** Once it has come, the menu is never seen without it. */
let content: { show: (props: MenuProps) => ComponentChild } | undefined

/** The menu. What is in it is fetched when it is opened first. */
export function Menu({ store, words, close }: MenuProps) {
  const place = useRef<HTMLDivElement>(null)
  const come = useSignal<typeof content | 'failed'>(content)
  const load = () => {
    come.value = undefined
    fetchModule<MenuModule>(MENU_PATH).then(
      (module) => {
        content = { show: module.load(libraries).MenuContent }
        come.value = content
      },
      () => (come.value = 'failed'),
    )
  }
  useLayoutEffect(() => {
    const root = place.current?.getRootNode()
    const before = root instanceof ShadowRoot ? root.activeElement : null
    place.current?.focus({ preventScroll: true })
    if (!content) load()
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])

  return (
    <div class="menu" ref={place} tabIndex={-1} role="group" aria-label={words.menu}>
      {come.value === undefined && <div class="bone" role="status" aria-label={words.loading} />}
      {come.value === 'failed' && (
        <p class="outcome failed" role="alert">
          <span>{words.trouble.offline}</span>
          <button type="button" class="pill again" onClick={load}>
            {words.tryAgain}
          </button>
        </p>
      )}
      {typeof come.value === 'object' && <come.value.show store={store} words={words} close={close} />}
    </div>
  )
}

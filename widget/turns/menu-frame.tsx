import { useSignal } from '@preact/signals'
import { h } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { fetchModule } from '../api/fetch-module.ts'
import { libraries } from '../panel/libraries.ts'
import type { LaterProps } from '../panel/props.ts'
import { loadMenuWords } from '../words/menu-words.ts'
import { styleOnce } from './style-once.ts'
import type { MenuWords } from '../words/words.ts'

/** The module's address, written in by the build. */
declare const MENU_PATH: string
/** Its code runs once it has the libraries. */
interface MenuModule {
  load(from: typeof libraries): typeof import('../menu/menu-module.ts')
}

type Content = ReturnType<MenuModule['load']>['MenuContent']
interface Loaded {
  Content: Content
  /** The language in which the words were requested. */
  words: MenuWords
}

/** The menu. Its content is fetched when it is opened. */
export function Menu({ store, words, close }: LaterProps & { close: () => void }) {
  const place = useRef<HTMLDivElement>(null)
  const menu = useSignal<Loaded | 'failed' | undefined>(undefined)
  const load = () => {
    menu.value = undefined
    Promise.all([fetchModule<MenuModule>(MENU_PATH), loadMenuWords(words.language)]).then(
      ([module, menuWords]) => {
        const { css, MenuContent } = module.load(libraries)
        styleOnce(place.current?.getRootNode(), css)
        menu.value = { Content: MenuContent, words: menuWords }
      },
      () => (menu.value = 'failed'),
    )
  }
  useEffect(load, [words.language])
  useLayoutEffect(() => {
    const root = place.current?.getRootNode()
    const before = root instanceof ShadowRoot ? root.activeElement : null
    place.current?.focus({ preventScroll: true })
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])

  return (
    <div class="menu" ref={place} tabIndex={-1} role="group" aria-label={words.menu}>
      {menu.value === undefined && <div class="bone" role="status" aria-label={words.loading} />}
      {menu.value === 'failed' && (
        <p class="outcome failed" role="alert">
          <span>{words.trouble.offline}</span>
          <button type="button" class="pill again" onClick={load}>
            {words.tryAgain}
          </button>
        </p>
      )}
      {typeof menu.value === 'object' && (
        <menu.value.Content store={store} words={{ ...words, ...menu.value.words }} close={close} />
      )}
    </div>
  )
}

import { useSignal } from '@preact/signals'
import { h } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { fetchModule } from '../api/fetch-module.ts'
import { keepFocus } from '../panel/keep-focus.ts'
import { libraries } from '../panel/libraries.ts'
import type { LaterProps } from '../panel/props.ts'
import { loadMenuWords } from '../words/menu-words.ts'
import { styleOnce } from './style-once.ts'
import type { MenuWords, Tag } from '../words/words.ts'

/** The module's address, written in by the build. */
declare const MENU_PATH: string
/** Its code runs once it has the libraries. */
interface MenuModule {
  load(from: typeof libraries): typeof import('../menu/menu-module.ts')
}

interface Loaded extends ReturnType<MenuModule['load']> {
  words: MenuWords
}

/** Loaded content is kept: a browser never requests an address again that has failed once. */
const known = new Map<Tag, Loaded>()

/** The menu. Its content is fetched when it is first opened. */
export function Menu({ store, words, close }: LaterProps & { close: () => void }) {
  const place = useRef<HTMLDivElement>(null)
  const { language } = words
  const menu = useSignal<Loaded | 'failed' | undefined>(undefined)
  const wanted = useRef(language)
  const show = (loaded: Loaded) => {
    // Each chat on the page has a root of its own.
    styleOnce(place.current?.getRootNode(), loaded.css)
    menu.value = loaded
  }
  const load = () => {
    wanted.current = language
    menu.value = undefined
    const loaded = known.get(language)
    if (loaded) return show(loaded)
    Promise.all([fetchModule<MenuModule>(MENU_PATH), loadMenuWords(language)]).then(
      ([module, menuWords]) => {
        const come = { ...module.load(libraries), words: menuWords }
        known.set(language, come)
        if (wanted.current === language) show(come)
      },
      () => (menu.value = 'failed'),
    )
  }
  useLayoutEffect(load, [language])
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
          <button type="button" class="pill again" onClick={(event) => (keepFocus(event), load())}>
            {words.tryAgain}
          </button>
        </p>
      )}
      {typeof menu.value === 'object' && (
        <menu.value.MenuContent store={store} words={{ ...words, ...menu.value.words }} close={close} />
      )}
    </div>
  )
}

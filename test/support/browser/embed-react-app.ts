/** An app in React's strict mode, which mounts everything twice. A page bundles it with the component to show. */
import { createElement, StrictMode, type ComponentType } from 'react'
import { createRoot } from 'react-dom/client'

/** Gives the page `show(properties)`, which shows the component with them, or nothing; `mounts` counts, `chat` is the last. */
export function runApp(Component: ComponentType<Record<string, unknown>>, api: string): void {
  const place = document.querySelector('#app')
  if (!place) throw new Error('The page has no #app')
  const root = createRoot(place)
  const page = {
    mounts: 0,
    show(properties: Record<string, unknown> | null) {
      const chat = properties && createElement(Component, { site: 'demo', api, onMount: remember, ...properties })
      root.render(createElement(StrictMode, null, chat))
    },
  }
  const remember = (chat: unknown) => Object.assign(window, { chat, mounts: (page.mounts += 1) })
  Object.assign(window, page)
}

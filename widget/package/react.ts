import { createElement, useEffect, useRef, type ReactElement } from 'react'
import { mount, type Chat, type Options } from './mount.ts'
import { jsonText } from '../page/json-text.ts'

export interface InglenookChatProps extends Omit<Options, 'target'> {
  /** Puts the chat where the component is, instead of a launcher in the corner. */
  inline?: boolean | undefined
  /** For the inline chat's element. */
  className?: string | undefined
  /** Called with the mounted chat: its methods and events. */
  onMount?: ((chat: Chat) => void) | undefined
}

/** The chat, while the component is mounted. Another site or Worker makes another chat; the looks may change. */
export function InglenookChat({
  inline = false,
  className,
  onMount,
  ...options
}: InglenookChatProps): ReactElement | null {
  const place = useRef<HTMLDivElement>(null)
  const mounted = useRef<Chat>(null)
  const newest = useRef({ options, onMount })
  newest.current = { options, onMount }

  const { site, api, locale, theme, position, accent, offsetX, offsetY, zIndex } = options
  const { visitor, identity, visitorName, variables } = options
  useEffect(() => {
    const { options, onMount } = newest.current
    const chat = mount({ ...options, target: place.current ?? undefined })
    mounted.current = chat
    onMount?.(chat)
    return () => {
      mounted.current = null
      chat.destroy()
    }
  }, [site, api, inline])
  useEffect(
    () => mounted.current?.update({ locale, theme, position, accent, offsetX, offsetY, zIndex, identity }),
    [locale, theme, position, accent, offsetX, offsetY, zIndex, identity],
  )
  // An object literal in a component is a new object at each render.
  const values = jsonText([visitorName, variables])
  useEffect(() => {
    const { visitorName, variables } = newest.current.options
    mounted.current?.update({ visitorName, variables })
  }, [values])
  // Also when nobody is signed in any more.
  useEffect(() => mounted.current?.identify(visitor ?? ''), [visitor])

  return inline ? createElement('div', { ref: place, className }) : null
}

/**
 * What a module that comes later borrows from the panel instead of bringing its own: the build puts this file in the place
 * of `preact`, `preact/hooks` and `@preact/signals` there. A chunk that both import would be one more request before the
 * panel can be used, and one that a browser never asks for again when it fails.
 */
import type * as preact from 'preact'
import type * as hooks from 'preact/hooks'
import type * as signals from '@preact/signals'

export type Lent = Pick<typeof preact, 'h' | 'Fragment'> &
  Pick<typeof hooks, 'useEffect' | 'useRef'> &
  Pick<typeof signals, 'effect' | 'useComputed' | 'useSignal' | 'useSignalEffect'>

export let h: Lent['h']
export let Fragment: Lent['Fragment']
export let useEffect: Lent['useEffect']
export let useRef: Lent['useRef']
export let effect: Lent['effect']
export let useComputed: Lent['useComputed']
export let useSignal: Lent['useSignal']
export let useSignalEffect: Lent['useSignalEffect']

/** To be called before anything else of the module. */
export function borrow(lent: Lent): void {
  ;({ h, Fragment, useEffect, useRef, effect, useComputed, useSignal, useSignalEffect } = lent)
}

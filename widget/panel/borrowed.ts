/**
 * What a module that comes later borrows from the panel instead of bringing its own: the build puts this file in the place
 * of `preact` and `@preact/signals-core` there. A chunk that both import would be one more request before the panel can be
 * used, and one that a browser never asks for again when it fails.
 */
import type * as preact from 'preact'
import type * as signals from '@preact/signals-core'

export type Lent = Pick<typeof preact, 'Component' | 'Fragment' | 'createRef' | 'h'> &
  Pick<typeof signals, 'computed' | 'effect' | 'signal'>

export let Component: Lent['Component']
export let Fragment: Lent['Fragment']
export let createRef: Lent['createRef']
export let h: Lent['h']
export let computed: Lent['computed']
export let effect: Lent['effect']
export let signal: Lent['signal']

/** To be called before anything of the module is used. */
export function borrow(lent: Lent): void {
  ;({ Component, Fragment, createRef, h, computed, effect, signal } = lent)
}

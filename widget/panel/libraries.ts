import { effect, useComputed, useSignal } from '@preact/signals'
import { Fragment, h } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'

/**
 * What the panel has of its libraries. It passes this to a module that comes later, whose imports of a library are answered
 * from here: two copies of Preact cannot share a page, and a file of its own for both would be one more request before the
 * panel can be used, and one that a browser never makes again once it has failed. An import that is missing here does not
 * build.
 */
export const libraries = {
  preact: { Fragment, h },
  'preact/hooks': { useEffect, useLayoutEffect, useRef },
  '@preact/signals': { effect, useComputed, useSignal },
}

import { effect, useComputed, useSignal } from '@preact/signals'
import { Fragment, h } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'

/**
 * The panel's copies of its libraries. The panel passes them to modules that load later, and the build makes their imports
 * use these: two copies of Preact cannot share a page. A shared file would be one more request before the panel can be
 * used, and a browser never repeats one that has failed. If a library is missing here, the build fails.
 */
export const libraries = {
  preact: { Fragment, h },
  'preact/hooks': { useEffect, useLayoutEffect, useRef },
  '@preact/signals': { effect, useComputed, useSignal },
}

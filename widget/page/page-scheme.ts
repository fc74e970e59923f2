import { ofPage } from './host-page.ts'

/**
 * Whether the page looks light or dark to the visitor. A page that follows the system says so with `color-scheme`. For other
 * pages, the background behind the middle of the window decides. It counts as white if there is none.
 */
export function pageScheme(system: 'light' | 'dark'): 'light' | 'dark' {
  const used = getComputedStyle(ofPage('documentElement')).colorScheme
  const meta = ofPage('querySelector')<HTMLMetaElement>('meta[name=color-scheme]')?.content ?? ''
  const said = used === 'normal' ? meta : used
  const [light, dark] = [said.includes('light'), said.includes('dark')]
  if (light || dark) return light && dark ? system : dark ? 'dark' : 'light'
  for (const element of ofPage('elementsFromPoint')(innerWidth / 2, innerHeight / 2)) {
    const { backgroundColor, opacity } = getComputedStyle(element)
    const isDark = darkness(backgroundColor, +opacity)
    if (isDark !== undefined) return isDark ? 'dark' : 'light'
  }
  return 'light'
}

/** A layer that is more transparent than this is a veil, such as the backdrop of a dialog. */
const OPAQUE = 0.9

/** `undefined` for a veil, and for a colour notation that is rare for backgrounds. */
function darkness(colour: string, opacity: number): boolean | undefined {
  const [one = 0, two = 0, three = 0, alpha = 1] = colour.match(/[\d.]+/g)?.map(Number) ?? []
  if (alpha * opacity < OPAQUE) return undefined
  if (colour.startsWith('rgb')) return one * 0.3 + two * 0.59 + three * 0.11 < 128
  return colour.startsWith('okl') ? one < 0.5 : undefined
}

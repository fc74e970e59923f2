/** How the launcher and panel look. */
import * as v from 'valibot'
import { COLOR_SCHEMES } from '../color-scheme.ts'
import { settingsIn, whole } from './setting.ts'

const { setting } = settingsIn('looks')

/** The highest value that browsers accept. */
const MOST_Z_INDEX = 2_147_483_647

/** In pixels. */
const MOST_OFFSET = 300

/** Visitors' browsers see these. */
export const shown = () => ({
  colorScheme: setting({
    schema: v.picklist(COLOR_SCHEMES),
    title: 'Colour scheme',
    help: 'auto follows the page. If the page follows the visitor’s system, so does the chat.',
    initial: 'auto',
  }),
  accent: setting({
    schema: v.pipe(v.string(), v.regex(/^#[0-9a-fA-F]{6}$/, 'Write the colour as #rrggbb.')),
    title: 'Accent colour',
    help: '#rrggbb; text on it is chosen for contrast.',
    control: 'colour',
    initial: '#b4441f',
  }),
  position: setting({
    schema: v.picklist(['bottom-right', 'bottom-left', 'right', 'left', 'full']),
    title: 'Position',
    help: 'A panel in a corner, along one side at full height, or over the whole page. On small screens the panel always fills the screen.',
    initial: 'bottom-right',
  }),
  offsetX: setting({
    schema: whole(0, MOST_OFFSET),
    title: 'Distance from the side',
    help: 'The launcher’s distance in pixels. The panel moves with it.',
    initial: 20,
  }),
  offsetY: setting({
    schema: whole(0, MOST_OFFSET),
    title: 'Distance from the bottom',
    help: 'The launcher’s distance in pixels, for example to leave room for a cookie bar. The panel moves with it.',
    initial: 20,
  }),
  radius: setting({
    schema: whole(0, 32),
    title: 'Corner radius',
    help: 'The panel’s corners, in pixels; 0 is square.',
    initial: 18,
  }),
  density: setting({
    schema: v.picklist(['comfortable', 'compact']),
    title: 'Density',
    help: 'compact shows more of a conversation at once.',
    initial: 'comfortable',
  }),
  zIndex: setting({
    schema: whole(0, MOST_Z_INDEX),
    title: 'Stacking order',
    help: 'The z-index of the launcher and the panel. It must be higher than that of anything that should not cover them.',
    initial: 2_147_483_000,
  }),
})

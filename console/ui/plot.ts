/** Draws with uPlot. Only `chart.tsx` loads it, and only when there is something to draw: it is larger than all the rest. */
import './browser-language.ts'
import uPlot from 'uplot'

export interface PlottedLine {
  /** The custom property with its colour, which follows dark mode. */
  colour: string
  /** Distinguishes lines without colour. Pixels on and off; empty for a solid line. */
  dash: readonly number[]
  /** One per place on the axis; null if there is no value. */
  values: readonly (number | null)[]
}

export interface Plotting {
  /** The label below each place. */
  labels: readonly string[]
  lines: readonly PlottedLine[]
  shape: 'bars' | 'lines'
  tick: (n: number) => string
  /** The top of the axis if there is nothing to draw. */
  emptyTop: number
  /** Called with the place under the pointer; null when it has left. */
  at: (index: number | null) => void
}

const HEIGHT = 190
/** In pixels: a small gap beside the labels of an axis. */
const NARROWEST_AXIS = 52
const BESIDE_AXIS = 14
/** With more places than these, dots would run into each other. */
const MOST_DOTS = 45
/** The width of a group of bars, as a part of its place. */
const GROUP = 0.72
const STEPS = [1, 2, 7, 14, 28, 56, 91, 182]

/** @returns a function that removes it. */
export function plot(into: HTMLElement, { labels, lines, shape, tick, emptyTop, at }: Plotting): () => void {
  const colour = (name: string) => () => getComputedStyle(into).getPropertyValue(name)
  const muted = colour('--muted')
  const font = `12px ${getComputedStyle(into).fontFamily}`
  const grid = { stroke: colour('--line'), width: 1 }
  let last: number | null = null
  const chart = new uPlot(
    {
      width: into.clientWidth,
      height: HEIGHT,
      // Half of the last day's label extends beyond the end of the axis.
      padding: [10, 26, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: false, y: false, setScale: false },
        // The pointer is over the same day in all charts.
        sync: { key: 'usage', setSeries: false },
        points: { show: shape === 'lines' },
      },
      scales: {
        x: { time: false, range: [-0.5, labels.length - 0.5] },
        y: { range: (_, __, most) => [0, most > 0 ? most * 1.08 : emptyTop] },
      },
      axes: [
        {
          stroke: muted,
          font,
          grid: { show: false },
          ticks: { show: false },
          space: 64,
          size: 30,
          incrs: STEPS,
          values: (_, places) => places.map((place) => labels[place] ?? ''),
        },
        {
          stroke: muted,
          font,
          grid,
          ticks: { show: false },
          size: widthOf(font),
          values: (_, splits) => splits.map(tick),
        },
      ],
      series: [
        {},
        ...lines.map(({ colour: name, dash }, index) => ({
          stroke: colour(name),
          width: shape === 'bars' ? 0 : 2,
          dash: [...dash],
          points: { show: shape === 'lines' && labels.length <= MOST_DOTS, size: 5, fill: colour(name) },
          ...(shape === 'bars' && { fill: colour(name), paths: bars(index, lines.length, labels.length) }),
        })),
      ],
      hooks: {
        setCursor: [
          ({ cursor: { idx = null, left = -1 } }) => {
            const index = left < 0 ? null : idx
            if (index !== last) at((last = index))
          },
        ],
      },
    },
    [labels.map((_, index) => index), ...lines.map(({ values }) => [...values])],
    into,
  )
  const sized = new ResizeObserver(() => chart.setSize({ width: into.clientWidth, height: HEIGHT }))
  sized.observe(into)
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const redraw = () => chart.redraw(true, true)
  dark.addEventListener('change', redraw)
  return () => {
    dark.removeEventListener('change', redraw)
    sized.disconnect()
    chart.destroy()
  }
}

/** As wide as the longest label of an axis. The minimum width makes charts below each other start at the same place. */
const widthOf =
  (font: string): uPlot.Axis.Size =>
  ({ ctx }, values) => {
    ctx.save()
    ctx.font = font
    const widths = (values ?? []).map((text) => ctx.measureText(text).width)
    ctx.restore()
    return Math.max(NARROWEST_AXIS, ...widths.map((width) => Math.ceil(width) + BESIDE_AXIS))
  }

/** Bars of several lines are side by side. All values are parts of the axis. */
function bars(line: number, of: number, places: number): uPlot.Series.PathBuilder {
  const width = GROUP / places / of
  const left = (place: number) => (place + (1 - GROUP) / 2) / places + line * width
  const build = uPlot.paths.bars?.({
    disp: {
      x0: { unit: 2, values: () => Array.from({ length: places }, (_, place) => left(place)) },
      size: { unit: 2, values: () => [width] },
    },
  })
  if (!build) throw new Error('this uPlot has no bars')
  return build
}

import { useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { Chart } from '../ui/chart.tsx'
import type { Plotting } from '../ui/plot.ts'
import { usageWords } from './words.ts'
import type { Figure, Line } from './figures.ts'

export interface Axis {
  /** The heading of the first column: days or versions. */
  head: string
  /** In full, and shortened below a chart. */
  names: readonly string[]
  shortNames: readonly string[]
  isDays: boolean
}

const COLOURS = ['--chart-1', '--chart-2', '--chart-3', '--chart-4']
const DASHES = [[], [8, 4], [2, 3], [12, 3, 2, 3]]
const TOO_MANY_TO_TELL = COLOURS.length

/** By its position among all lines of its figure: hiding one does not change the others. */
const looksOf = (index: number) => ({
  colour: COLOURS[index % COLOURS.length] ?? '',
  dash: DASHES[(index + Math.floor(index / TOO_MANY_TO_TELL)) % DASHES.length] ?? [],
})

export interface Seen {
  figure: Figure
  axis: Axis
}

interface Props {
  /** The chart's columns: weeks, if there are too many days to see any of them. */
  drawn: Seen
  /** The table's rows. */
  listed: Seen
}

/** A chart, its lines with their totals, and its table. */
export function FigureCard({ drawn: { figure, axis }, listed }: Props) {
  const words = usageWords.value
  const hidden = useSignal<readonly string[]>([])
  const at = useSignal<number | null>(null)
  const isTable = useSignal(false)
  const { title, about, lines, write, tick, emptyTop, none } = figure
  const isBars = !axis.isDays || figure.name === 'spend'
  const plotting = useMemo<Plotting>(
    () => ({
      labels: axis.shortNames,
      lines: lines
        .map(({ name, values }, index) => ({ name, values, ...looksOf(index) }))
        .filter(({ name }) => !hidden.value.includes(name)),
      shape: isBars ? 'bars' : 'lines',
      tick,
      emptyTop,
      at: (index) => (at.value = index),
    }),
    [figure, axis, hidden.value],
  )
  const [first = '', last = ''] = [axis.names[0], axis.names.at(-1)]
  const place = at.value
  return (
    <section class={`card usage-figure usage-${figure.name}`} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {about !== null && <small>{about}</small>}
      </header>
      {lines.length > 0 && (
        <>
          <Chart
            of={plotting}
            label={words.chartLabel(title, first, last)}
            isHidden={isTable.value}
            failed={words.chartFailed}
          />
          <div class="usage-legend">
            <p class="muted" aria-hidden>
              {(place === null ? undefined : axis.names[place]) ?? words.wholeRange}
            </p>
            <ul>
              {lines.map((line, index) => {
                const value = place === null ? line.whole : (line.values[place] ?? null)
                const isShown = !hidden.value.includes(line.name)
                const toggle = () =>
                  (hidden.value = isShown
                    ? [...hidden.value, line.name]
                    : hidden.value.filter((name) => name !== line.name))
                return (
                  <li key={line.name}>
                    {lines.length > 1 ? (
                      <button
                        type="button"
                        class="quiet"
                        aria-pressed={isShown}
                        aria-label={words.toggle(line.label)}
                        onClick={toggle}
                      >
                        <Swatch index={index} isBars={isBars} />
                        <span>{line.label}</span>
                      </button>
                    ) : (
                      <span class="usage-line">
                        <Swatch index={index} isBars={isBars} />
                        <span>{line.label}</span>
                      </span>
                    )}
                    <span>
                      {value === null ? none : <Counted line={line} isWhole={place === null} told={write(value)} />}
                    </span>
                  </li>
                )
              })}
            </ul>
          </div>
          <details onToggle={({ currentTarget: { open } }) => (isTable.value = open)}>
            <summary>{words.table}</summary>
            {isTable.value && <FigureTable figure={listed.figure} axis={listed.axis} />}
          </details>
        </>
      )}
    </section>
  )
}

/** A number, with a link to the conversations that it counts. */
function Counted({ line: { href, whole, label }, isWhole, told }: { line: Line; isWhole: boolean; told: string }) {
  if (!href || !isWhole || !whole) return <>{told}</>
  return (
    <a href={href} aria-label={usageWords.value.toConversations(told, label)}>
      {told}
    </a>
  )
}

/** A sample of the line as it is drawn. */
function Swatch({ index, isBars }: { index: number; isBars: boolean }) {
  const { colour, dash } = looksOf(index)
  return (
    <svg class="usage-swatch" viewBox="0 0 28 12" aria-hidden="true" style={{ color: `var(${colour})` }}>
      {isBars ? <path d="M3 6h22" stroke-width="11" /> : <path d="M1 6h26" stroke-dasharray={dash.join(' ')} />}
    </svg>
  )
}

function FigureTable({ figure: { title, lines, write, none }, axis }: Seen) {
  const words = usageWords.value
  const cell = (value: number | null | undefined) => (value === null || value === undefined ? none : write(value))
  const row = (name: string, of: (line: Line) => number | null | undefined) => (
    <tr key={name}>
      <th scope="row">{name}</th>
      {lines.map((line) => (
        <td key={line.name} class="number">
          {cell(of(line))}
        </td>
      ))}
    </tr>
  )
  const rows = axis.names.map((name, index) => row(name, ({ values }) => values[index]))
  return (
    // It scrolls, so it has to be reachable by keyboard.
    <div class="usage-table" role="region" aria-label={words.tableOf(title)} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{axis.head}</th>
            {lines.map(({ name, label }) => (
              <th key={name} scope="col" class="number">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {row(words.wholeRange, ({ whole }) => whole)}
          {axis.isDays ? rows.toReversed() : rows}
        </tbody>
      </table>
    </div>
  )
}

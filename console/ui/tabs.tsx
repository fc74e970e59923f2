import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'

interface Props<Name extends string> {
  /** The name of the whole row for screen readers. */
  label: string
  /** The prefix of the ids: unique on the page. */
  id: string
  tabs: readonly { name: Name; label: string }[]
  now: Name
  choose: (name: Name) => void
  children: ComponentChildren
}

/** A row of tabs and the chosen panel. One stop for Tab; arrows, Home and End move along the row and choose at once. */
export function Tabs<Name extends string>({ label, id, tabs, now, choose, children }: Props<Name>) {
  const row = useRef<HTMLDivElement>(null)

  function goAlong(event: KeyboardEvent): void {
    const at = tabs.findIndex(({ name }) => name === now)
    const steps: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }
    const next = tabs.at((steps[event.key] ?? Number.NaN) % tabs.length)
    if (!(event.key in steps) || !next) return
    event.preventDefault()
    choose(next.name)
    row.current?.querySelector<HTMLElement>(`#${id}-${next.name}`)?.focus()
  }

  return (
    <div class="tabs">
      <div role="tablist" aria-label={label} ref={row} onKeyDown={goAlong}>
        {tabs.map(({ name, label }) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={name === now}
            aria-controls={`${id}-panel`}
            tabIndex={name === now ? 0 : -1}
            onClick={() => choose(name)}
          >
            {label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${now}`} class="stack">
        {children}
      </div>
    </div>
  )
}

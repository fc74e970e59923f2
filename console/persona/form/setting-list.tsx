import { useRef } from 'preact/hooks'
import { shownLine } from './written.ts'
import { formWords } from './words.ts'
import { fieldTitle } from './field-words.ts'
import { CloseIcon, DownIcon, PlusIcon, UpIcon } from '../../ui/icons.tsx'
import { fieldId, type FieldProps } from './field-place.ts'

/** One line per entry, which can be moved and removed; the button below adds one. The focus stays with a moved entry. */
export function SettingList({ field, entry, problems, write }: FieldProps) {
  const words = formWords.value
  const list = useRef<HTMLDivElement>(null)
  const id = fieldId(field.name)
  const title = fieldTitle(field)
  const entries: readonly string[] = Array.isArray(entry) ? entry : []
  const isFull = field.mostEntries !== null && entries.length >= field.mostEntries

  function put(next: readonly string[], focus: string): void {
    write(next)
    // The fields exist after the next render.
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(focus)?.focus())
  }
  function move(from: number, to: number): void {
    const next = entries.toSpliced(from, 1).toSpliced(to, 0, entries[from] ?? '')
    const isAtEnd = to === 0 || to === next.length - 1
    put(next, `li:nth-child(${to + 1}) ${isAtEnd ? 'input' : to < from ? '.up' : '.down'}`)
  }

  return (
    <div
      class="list"
      ref={list}
      role="group"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${problems.length > 0 ? `${id}-problem ` : ''}${id}-help`}
    >
      {entries.length > 0 && (
        <ol>
          {entries.map((text, at) => (
            <li key={at}>
              <input
                id={at === 0 ? id : `${id}-${at}`}
                type="text"
                dir="auto"
                aria-label={words.entry(title, at + 1)}
                aria-invalid={problems.some(({ path }) => path === `${field.name}.${at}`)}
                value={shownLine(text)}
                onInput={({ currentTarget }) => write(entries.with(at, currentTarget.value))}
              />
              <button
                type="button"
                class="round up"
                disabled={at === 0}
                aria-label={words.up(title, at + 1)}
                onClick={() => move(at, at - 1)}
              >
                <UpIcon />
              </button>
              <button
                type="button"
                class="round down"
                disabled={at === entries.length - 1}
                aria-label={words.down(title, at + 1)}
                onClick={() => move(at, at + 1)}
              >
                <DownIcon />
              </button>
              <button
                type="button"
                class="round"
                aria-label={words.remove(title, at + 1)}
                onClick={() =>
                  put(entries.toSpliced(at, 1), at < entries.length - 1 ? `li:nth-child(${at + 1}) input` : '.add')
                }
              >
                <CloseIcon />
              </button>
            </li>
          ))}
        </ol>
      )}
      <button
        type="button"
        class="chip add"
        id={entries.length === 0 ? id : `${id}-add`}
        aria-label={words.addTo(title)}
        // Not disabled when the list is full: it would lose the focus. Adding one too many shows a message.
        aria-disabled={isFull}
        onClick={() => !isFull && put([...entries, ''], `li:nth-child(${entries.length + 1}) input`)}
      >
        <PlusIcon />
        {words.add}
      </button>
    </div>
  )
}

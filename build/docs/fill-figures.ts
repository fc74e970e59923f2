/**
 * The text with the report's figures between its marks: `<!-- figure worker.cpu -->1.2 ×<!-- / -->`.
 *
 * @throws if there is no mark at all, or one for a figure that the report does not have.
 */
export function fillFigures(text: string, figures: Readonly<Record<string, string>>): string {
  let marks = 0
  const filled = text.replaceAll(
    /(<!-- figure (\S+) -->).*?(<!-- \/ -->)/g,
    (_, mark: string, name: string, end: string) => {
      const figure = figures[name]
      if (figure === undefined) throw new Error(`bench/report.json has no figure ${name}`)
      marks += 1
      return mark + figure + end
    },
  )
  if (marks === 0) throw new Error('no figure is marked')
  return filled
}

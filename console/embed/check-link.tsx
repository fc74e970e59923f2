import { checkLinkOf } from './model.ts'
import { Snippet } from '../ui/snippet.tsx'
import { embedWords } from './words.ts'

/** @param page as it was entered in the field above. */
export function CheckLink({ page }: { page: string }) {
  const words = embedWords.value
  const link = checkLinkOf(page)
  return (
    <section class="stack embed-check-link" aria-labelledby="embed-check-link">
      <h3 id="embed-check-link">{words.link}</h3>
      <p class="muted">{words.linkIntro}</p>
      {link ? (
        <>
          <Snippet code={link} name={words.link} />
          <p>
            <a href={link} target="_blank" rel="noopener">
              {words.linkOpen}
            </a>
          </p>
        </>
      ) : (
        <p>{words.linkNoPage}</p>
      )}
      <p class="muted">{words.linkNothing}</p>
    </section>
  )
}

import { useSignal } from '@preact/signals'
import { Fragment, h } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { fetchModule } from '../api/fetch-module.ts'
import { libraries } from '../panel/libraries.ts'
import { styleOnce } from './style-once.ts'
import type { QuestionPart, QuestionPartProps } from '../panel/props.ts'

/** The modules' addresses, written in by the build. */
declare const PAGE_CONTEXT_PATH: string

/** What a question can have besides its text: the site's setting that turns it on, and its module. */
const PARTS = [{ setting: 'pageContext', path: PAGE_CONTEXT_PATH }] as const

/** Above the text field: what goes with the next question. */
export const QuestionParts = (props: QuestionPartProps) => (
  <Fragment>
    {PARTS.map(
      ({ setting, path }) =>
        props.store.view.value?.[setting] === 'on' && <FetchedPart key={setting} path={path} {...props} />,
    )}
  </Fragment>
)

/** Without its module, a part is missing, and questions go without it. */
function FetchedPart({ path, ...props }: QuestionPartProps & { path: string }) {
  const place = useRef<HTMLDivElement>(null)
  const part = useSignal<QuestionPart | undefined>(undefined)
  useEffect(() => {
    fetchModule<{ load(from: typeof libraries): QuestionPart }>(path).then(
      (module) => {
        const loaded = module.load(libraries)
        styleOnce(place.current?.getRootNode(), loaded.css)
        part.value = loaded
      },
      () => {},
    )
  }, [])
  return <div ref={place}>{part.value && <part.value.Part {...props} />}</div>
}

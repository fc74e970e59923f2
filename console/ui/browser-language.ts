/** uPlot gives the browser's language to `Intl` while it is loaded, and cannot be loaded where that throws. */
import { knownTag } from '../../protocol/language-tag.ts'

const known = knownTag(navigator.language) ?? 'en'
if (known !== navigator.language) Object.defineProperty(navigator, 'language', { value: known, configurable: true })

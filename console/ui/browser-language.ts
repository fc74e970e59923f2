/** uPlot passes the browser's language to `Intl` while it loads, and cannot be loaded if that throws. */
import { knownTag } from '../../protocol/language-tag.ts'

const known = knownTag(navigator.language) ?? 'en'
if (known !== navigator.language) Object.defineProperty(navigator, 'language', { value: known, configurable: true })

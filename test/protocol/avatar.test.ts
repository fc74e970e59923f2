/** What an owner sees as one or two signs may be many code points. */
import { expect, test } from 'vitest'
import { readSettings } from '../../protocol/read-settings.ts'

test.for(['', 'A', '晓', '🛍️', '👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦🏴󠁧󠁢󠁷󠁬󠁳󠁿', 'नि', '🇩🇪🇫🇷'])('“%s” is an avatar', (avatar) =>
  expect(readSettings({ avatar }).settings?.avatar).toBe(avatar),
)

test.for(['ABC', '👩👩👧', '🇩🇪🇫🇷🇮🇹'])('“%s” is too long for an avatar', (avatar) =>
  expect(readSettings({ avatar }).problems).toMatchObject([{ path: 'avatar' }]),
)

import { translated } from '../words/language.ts'

export const snippetWords = translated(
  {
    copy: 'Copy',
    copied: 'Copied',
    refused: 'The browser did not allow copying. The text is selected: press Ctrl+C or ⌘C.',
  },
  { copy: '复制', copied: '已复制', refused: '浏览器不允许自动复制。内容已选中，请按 Ctrl+C 或 ⌘C。' },
)

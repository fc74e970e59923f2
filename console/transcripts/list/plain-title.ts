/** A visitor's first words as the title of a conversation, without Markdown syntax. */

/** Linear, and never empty unless the text was. */
export function plainTitle(text: string): string {
  const plain = text
    .replace(/^[ \t]*(?:#{1,6}|[-*+>]|\d{1,9}[.)])[ \t]+/gm, '')
    .replace(/!?\[([^\]\n[]{1,200})\]\([^)\s]{1,500}\)/g, '$1')
    .replace(/(\*\*|__|~~|`{1,3})(?=\S)([^*_~`\n]{1,500})\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]{1,500})\*(?![\p{L}\p{N}*])/gu, '$1')
    .trim()
  return plain || text
}

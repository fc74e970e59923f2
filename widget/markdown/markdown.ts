export interface MarkdownOptions {
  imageHosts: readonly string[]
  words: { copyCode: string }
  highlighter: () => Promise<(code: HTMLElement, language: string) => void>
}
export interface MarkdownView {
  write(text: string): void
  end(): void
}
export function renderMarkdown(root: HTMLElement, _options: MarkdownOptions): MarkdownView {
  const p = document.createElement('p')
  root.append(p)
  return {
    write(text) {
      p.textContent = text
    },
    end() {},
  }
}

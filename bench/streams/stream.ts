/** What shows an answer that grows. */
export interface Stream {
  /** @param delta what has come since the last call. */
  write(delta: string): void
  end(): void
  /** Where the words are, if not in the root itself. */
  place?(): Node | null | undefined
}

export type Begin = (root: HTMLElement) => Stream | Promise<Stream>

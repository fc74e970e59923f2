/** A renderer for a growing answer. */
export interface Stream {
  /** @param delta the text since the last call. */
  write(delta: string): void
  end(): void
  /** Where the text is, if not in the root itself. */
  place?(): Node | null | undefined
}

export type Begin = (root: HTMLElement) => Stream | Promise<Stream>

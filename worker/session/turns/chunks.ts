/** Words of an answer that streams, and the number of the event that brought the last of them. */
export interface Chunk {
  n: number
  text: string
}

/** In order. */
export const readChunks = (sql: SqlStorage, seq: number): Chunk[] =>
  sql
    .exec<Chunk & Record<string, SqlStorageValue>>('SELECT n, text FROM chunks WHERE seq = ? ORDER BY n', seq)
    .toArray()

import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** In bytes. */
export interface Compressed {
  raw: number
  gzip: number
  brotli: number
}

export const NOTHING: Compressed = { raw: 0, gzip: 0, brotli: 0 }

/** As small as a server can send it. */
export function compressed(bytes: Uint8Array): Compressed {
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
  }
}

export const together = (one: Compressed, other: Compressed): Compressed => ({
  raw: one.raw + other.raw,
  gzip: one.gzip + other.gzip,
  brotli: one.brotli + other.brotli,
})

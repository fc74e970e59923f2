/**
 * `/inglenook/files.json`: every widget file whose contents never change under its name, from this release and earlier ones. The
 * build writes its own, `npm run deploy` adds what is live (`deploy/release/keep-earlier.ts`).
 */
export interface Release {
  shape: typeof RELEASE_SHAPE
  /** From package.json. */
  version: string
  files: ReleaseFile[]
}

export interface ReleaseFile {
  /** In the folder `inglenook/`. */
  name: string
  bytes: number
  /** `sha384-<base64>`, as in Subresource Integrity. */
  integrity: string
  /** The newest release that includes it. */
  version: string
  /** The day (UTC) on which a release without it went live; missing while it is in use. */
  replacedOn?: string
}

export const RELEASE_SHAPE = 1
export const RELEASE_FOLDER = 'inglenook'
export const RELEASE_FILE = 'files.json'

/** A name with a hash, as esbuild and `build/pinned.ts` create them. */
export const isLasting = (name: string): boolean => /^([\w-]+-[A-Z0-9]{8}|loader-[0-9a-f]{12})\.js$/.test(name)

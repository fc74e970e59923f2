import { isRecord } from '../../protocol/record.ts'
import { isLasting, RELEASE_SHAPE, type Release, type ReleaseFile } from '../../protocol/release.ts'
import { Trouble } from '../trouble.ts'

/**
 * Names become paths here, so a name that a hashed file would not have is refused.
 *
 * @param from named in the error. @throws Trouble.
 */
export function readRelease(text: string, from: string): Release {
  const value = parse(text)
  if (isRecord(value) && typeof value['shape'] === 'number' && value['shape'] > RELEASE_SHAPE) {
    throw new Trouble(
      `The list of files of ${from} was written by a newer release (shape ${value['shape']}).`,
      'Deploy from a checkout that is as new as the live release, or continue without the files of the other releases: INGLENOOK_WITHOUT_EARLIER=yes.',
    )
  }
  if (
    !isRecord(value) ||
    value['shape'] !== RELEASE_SHAPE ||
    typeof value['version'] !== 'string' ||
    !Array.isArray(value['files'])
  ) {
    throw new Trouble(`${from} has no readable list of files.`, 'Check that this is the address of the Worker itself.')
  }
  const files = value['files'].map((file: unknown) => readFile(file, from))
  return { shape: RELEASE_SHAPE, version: value['version'], files }
}

function readFile(value: unknown, from: string): ReleaseFile {
  if (isRecord(value)) {
    const { name, bytes, integrity, version, replacedOn } = value
    if (
      typeof name === 'string' &&
      isLasting(name) &&
      typeof bytes === 'number' &&
      typeof integrity === 'string' &&
      typeof version === 'string' &&
      (replacedOn === undefined || (typeof replacedOn === 'string' && /^\d{4}-\d\d-\d\d$/.test(replacedOn)))
    ) {
      return { name, bytes, integrity, version, ...(replacedOn !== undefined && { replacedOn }) }
    }
  }
  throw new Trouble(
    `The list of files of ${from} has an invalid entry: ${JSON.stringify(value)?.slice(0, 200)}.`,
    'Someone who can deploy that Worker has changed the list. Deploy without it only if you know why: INGLENOOK_WITHOUT_EARLIER=yes.',
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // the caller reports it
  }
}

/** A storage that refuses, as a browser's private window does, while `isRefused` says so. */
export const storageUnless = (isRefused: () => boolean, storage: () => Storage) => (): Storage => {
  if (isRefused()) throw new Error('nothing may be stored')
  return storage()
}

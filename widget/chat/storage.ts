/** A storage that throws while `isRefused` returns true, as in a private window. */
export const storageUnless = (isRefused: () => boolean, storage: () => Storage) => (): Storage => {
  if (isRefused()) throw new Error('nothing may be stored')
  return storage()
}

/** A path of the table with its parts filled in: `/v1/owner/sites/:site` → `/v1/owner/sites/demo`. */
export const pathOf = (path: string, parts: object): string =>
  path.replaceAll(/:(\w+)\+?/g, (_, name: string) => encodeURIComponent(String(Reflect.get(parts, name))))

/** What the tag on the page said: `<script async src="https://chat.example/inglenook.js" data-site="acme"></script>`. */
export interface Attributes {
  site: string
  /** Where `/v1` is. */
  api: string
  /** `bottom-left`; anything else is bottom-right. */
  position?: string | undefined
  /** Without it the site says, then the page, then the browser. */
  locale?: string | undefined
  /** `auto`, `light` or `dark`. Without it the site says. */
  theme?: string | undefined
  open?: string | undefined
  zIndex?: string | undefined
}

/** `undefined` when the tag does not say which site it is for. */
export function readAttributes({ dataset, src }: HTMLScriptElement): Attributes | undefined {
  const { site, api = new URL(src).origin } = dataset
  return site ? { ...dataset, site, api: api.replace(/\/$/, '') } : undefined
}

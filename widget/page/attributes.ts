/**
 * What the tag on the page said: `<script async src="https://chat.example/inglenook.js" data-site="acme"></script>`. An
 * empty attribute counts as none.
 */
export interface Attributes {
  site: string
  /** Where `/v1` is. Without it, where the panel is from. */
  api?: string | undefined
  /** `bottom-right`, `bottom-left`, `right`, `left`, `full`, `inline`. Without it the site says. */
  position?: string | undefined
  /** The selector of the element that the chat stands in. */
  target?: string | undefined
  /** Without it the site says, then the page, then the browser. */
  locale?: string | undefined
  /** `auto`, `light` or `dark`. Without it the site says. */
  theme?: string | undefined
  open?: string | undefined
  /** Any CSS colour. Without it the site says. */
  accent?: string | undefined
  /** How far the launcher is from the side, and from the bottom, in pixels. Without them the site says. */
  offsetX?: string | undefined
  offsetY?: string | undefined
  zIndex?: string | undefined
  /** For script elements, if ever we make any: to the modules that are imported a browser passes the tag's own on. */
  nonce?: string | undefined
  /** What a small bubble beside the launcher says. */
  teaser?: string | undefined
  /** Who is signed in to the page, by an id of the owner's own: conversations on a device are kept apart by it. */
  visitor?: string | undefined
  /** Proof of who that is, a JWT that the owner's server has signed: conversations follow the person from device to device. */
  identity?: string | undefined
  /** What the persona may be told to call them, where the site has page context on. */
  visitorName?: string | undefined
  /** What a persona's instructions name, likewise. On a tag each is an attribute of its own: `data-var-plan="pro"`. */
  variables?: Readonly<Record<string, string | number | boolean>> | undefined
}

/** Where `/v1` is. @param source the address of a module that came from the Worker. */
export const apiOf = ({ api }: Attributes, source: string): string => (api || new URL(source).origin).replace(/\/$/, '')

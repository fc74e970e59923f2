/**
 * The attributes of the tag: `<script async src="https://chat.example/inglenook.js" data-site="acme"></script>`. An
 * empty attribute counts as missing.
 */
export interface Attributes {
  site: string
  /** Where `/v1` is. Default: the panel's origin. */
  api?: string | undefined
  /** `bottom-right`, `bottom-left`, `right`, `left`, `full`, `inline`. Default: the site's setting. */
  position?: string | undefined
  /** The selector of the element to put the chat in. */
  target?: string | undefined
  /** Default: the site's setting, then the page's language, then the browser's. */
  locale?: string | undefined
  /** `auto`, `light` or `dark`. Default: the site's setting. */
  theme?: string | undefined
  open?: string | undefined
  /** Any CSS colour. Default: the site's setting. */
  accent?: string | undefined
  /** The launcher's distance from the side and from the bottom, in pixels. Default: the site's settings. */
  offsetX?: string | undefined
  offsetY?: string | undefined
  zIndex?: string | undefined
  /** For any script elements we create. For imported modules, the browser passes on the nonce of the tag. */
  nonce?: string | undefined
  /** The text of a small bubble beside the launcher. */
  teaser?: string | undefined
  /** The owner's own id for the signed-in visitor: conversations on a device are kept apart by it. */
  visitor?: string | undefined
  /** Proof of identity, a JWT signed by the owner's server: conversations follow the person from device to device. */
  identity?: string | undefined
  /** The visitor's name for the persona, if the site has page context on. */
  visitorName?: string | undefined
  /** Placeholders of a persona's instructions, also with page context. On a tag, each is an attribute: `data-var-plan="pro"`. */
  variables?: Readonly<Record<string, string | number | boolean>> | undefined
}

/** Where `/v1` is. @param source the address of a module that came from the Worker. */
export const apiOf = ({ api }: Attributes, source: string): string => (api || new URL(source).origin).replace(/\/$/, '')

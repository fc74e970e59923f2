/** What tests need from a browser engine. Each engine is another program with another protocol; the flows only see this. */

/** All as in WebDriver’s actions (https://w3c.github.io/webdriver/#actions): both protocols use them unchanged. */
export type Input =
  | { type: 'key'; id: string; actions: readonly { type: 'keyDown' | 'keyUp'; value: string }[] }
  | {
      type: 'pointer'
      id: string
      parameters: { pointerType: 'mouse' }
      actions: readonly (
        | { type: 'pointerMove'; x: number; y: number; origin: 'viewport' }
        | { type: 'pointerDown' | 'pointerUp'; button: number }
      )[]
    }

export interface Tab {
  /** Waits until the page and its resources have loaded. */
  goto(url: string): Promise<void>
  reload(): Promise<void>
  /**
   * Shows the page in a window of a phone’s size, or in a frame of that size.
   *
   * @param framed a page that shows it in a frame, for engines whose windows cannot be so narrow.
   */
  gotoOnPhone(url: string, framed: string): Promise<void>
  /** The value of an expression that is text, or a promise of text. */
  evaluate(expression: string): Promise<string>
  perform(inputs: readonly Input[]): Promise<void>
}

/** A person with their own profile. */
export interface Profile {
  /** Their own window: two tabs that are both visible. */
  tab(): Promise<Tab>
}

export interface Engine {
  name: EngineName
  /** With an empty profile. The previous profile is gone then: WebKit’s driver has one at a time. */
  freshProfile(): Promise<Profile>
  /** Prints the page to a PDF, if the engine’s driver can. */
  print?: (tab: Tab) => Promise<Buffer>
  end(): Promise<void>
}

export type EngineName = 'firefox' | 'webkit'

/** The address of a running engine, and its folder for a visitor's downloads. */
export interface RunningEngine {
  name: EngineName
  address: string
  downloads: string
}

export const PHONE = { width: 360, height: 640 }

/** One line about what to do if an engine is missing. */
export class EngineMissing extends Error {
  constructor(program: string) {
    super(
      `${program} is not installed, so nothing was tested in it. On Debian: apt-get install -y --no-install-recommends firefox-esr webkit2gtk-driver xvfb`,
    )
  }
}

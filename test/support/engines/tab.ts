/** What tests ask of a browser engine. Each engine is another program with another protocol; the flows see only this. */

/** Everything as in WebDriver’s actions (https://w3c.github.io/webdriver/#actions): both protocols take it as it is. */
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
  /** Until the page and what belongs to it have been loaded. */
  goto(url: string): Promise<void>
  reload(): Promise<void>
  /**
   * Shows the page in a window of a phone’s size, or in a frame of that size.
   *
   * @param framed a page that has it in a frame, for engines whose windows cannot be so narrow.
   */
  gotoOnPhone(url: string, framed: string): Promise<void>
  /** The value of an expression that is text, or a promise of text. */
  evaluate(expression: string): Promise<string>
  perform(inputs: readonly Input[]): Promise<void>
}

/** Somebody with a profile of their own. */
export interface Profile {
  /** A window of their own: two tabs that are both seen. */
  tab(): Promise<Tab>
}

export interface Engine {
  name: EngineName
  /** With nothing stored. The profile before it is gone then: WebKit’s driver has one at a time. */
  freshProfile(): Promise<Profile>
  /** Prints the page into a PDF, where the engine’s driver can. */
  print?: (tab: Tab) => Promise<Buffer>
  end(): Promise<void>
}

export type EngineName = 'firefox' | 'webkit'

/** Where an engine that runs can be reached, and where it puts what a visitor downloads. */
export interface RunningEngine {
  name: EngineName
  address: string
  downloads: string
}

export const PHONE = { width: 360, height: 640 }

/** One line of what to do when an engine is not there. */
export class EngineMissing extends Error {
  constructor(program: string) {
    super(
      `${program} is not installed, so nothing was tested in it. On Debian: apt-get install -y --no-install-recommends firefox-esr webkit2gtk-driver xvfb`,
    )
  }
}

import { findChromium } from './chromium.ts'

/** Unpacks the browser before the first test, so that two test files never unpack it at once. */
export default async function setup(): Promise<void> {
  await findChromium()
}

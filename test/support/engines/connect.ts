import { connectFirefox } from './bidi.ts'
import type { Engine, RunningEngine } from './tab.ts'
import { connectWebKit } from './webdriver.ts'

export function connect(running: RunningEngine): Promise<Engine> {
  switch (running.name) {
    case 'firefox':
      return connectFirefox(running)
    case 'webkit':
      return connectWebKit(running)
    default:
      return running.name satisfies never
  }
}

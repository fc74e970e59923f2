/** The console's entry point: signs in, then shows the screen that the address names. */
import { effect } from '@preact/signals'
import { render } from 'preact'
import { followAddress } from './shell/address.ts'
import { comeIn, signedIn } from './shell/sign-in.ts'
import { Boundary } from './ui/boundary.tsx'
import { Shell } from './frame.tsx'
import { SignIn } from './shell/sign-in-view.tsx'
import { language } from './words/language.ts'

function Console() {
  if (signedIn.value === 'unknown') return null
  return signedIn.value === 'in' ? <Shell /> : <SignIn />
}

effect(() => {
  document.documentElement.lang = language.value
})
await comeIn()
followAddress()
const root = document.querySelector('#console')
if (root) {
  // The message shown if the script fails to load.
  root.replaceChildren()
  render(
    <Boundary at="console">
      <Console />
    </Boundary>,
    root,
  )
}

/**
 * `npm run smoke`: the worked example through the real Worker on this machine and a real provider, with a key of the
 * owner's. One provider a day in turn; `npm run smoke -- --all` asks all of them. Ends with 1 when an answer is not right,
 * and with 0, saying that nothing was tried, when there is no key.
 */
import { smoke } from './smoke-run.ts'

const passed = await smoke({
  environment: process.env,
  all: process.argv.includes('--all'),
  say: (line) => console.log(line),
})
if (!passed) process.exitCode = 1

/**
 * `npm run smoke`: the worked example through the real Worker on this machine and a real provider, with your own key. It uses
 * one provider a day in turn; `npm run smoke -- --all` asks all of them. Exits with 1 if an answer is not right. Without a key
 * it exits with 0 and says that nothing was tried.
 */
import { smoke } from './smoke-run.ts'

const passed = await smoke({
  environment: process.env,
  all: process.argv.includes('--all'),
  say: (line) => console.log(line),
})
if (!passed) process.exitCode = 1

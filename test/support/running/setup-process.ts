/** A setup in its own process, so that a test can kill it. Everything but wrangler is as in `npm run setup`. */
import { askNobody, askPerson } from '../../../deploy/setup/questions.ts'
import { setUp } from '../../../deploy/setup/set-up.ts'
import { Trouble } from '../../../deploy/trouble.ts'
import { directAccount } from '../stand-ins/direct-account.ts'

const [folder = '', api = '', accountId = '', who = 'nobody'] = process.argv.slice(2)
const environment = process.env
try {
  await setUp({
    folder,
    environment,
    questions:
      who === 'person' ? askPerson(environment) : askNobody({ environment, readStdin: () => Promise.resolve('') }),
    accountOf: () => directAccount({ api, accountId, folder }),
    build: async () => ({ already: 'dist/ is used as it is.' }),
    version: '0.1.0',
    say: (line) => console.log(line),
    patience: { wholeMilliseconds: 2000, stepMilliseconds: 100 },
    isNewOwnerKey: false,
  })
} catch (error) {
  if (!(error instanceof Trouble)) throw error
  console.error(`${error.message}\n${error.remedy}`)
  process.exitCode = 1
}

/** How the setup asks: a person at a terminal, or the environment if there is no one. */
import { password, select, text } from '@clack/prompts'
import type { Environment } from '../../demo/environment.ts'
import { Trouble } from '../trouble.ts'

export interface Question {
  /** The environment variable that answers it. */
  variable: string
  message: string
  /** The answer for Enter. */
  usual?: string
  /** What is wrong with an answer. */
  problem: (answer: string) => string | undefined
}

export interface Choice {
  variable: string
  message: string
  options: { value: string; label: string }[]
  usual?: string
}

export interface Secret {
  variable: string
  message: string
  /** Enter alone leaves the answer empty. */
  isOptional: boolean
  problem: (answer: string) => string | undefined
}

export interface Questions {
  text: (question: Question) => Promise<string>
  choice: (choice: Choice) => Promise<string>
  /** Empty only if it is optional. */
  secret: (secret: Secret) => Promise<string>
}

/** Questions answered by the environment are not asked. Throws `Trouble` if the person cancels. */
export const askPerson = (environment: Environment): Questions => ({
  async text({ variable, message, usual, problem }) {
    const given = environment[variable]
    if (given) return checked(variable, given, problem)
    return answered(
      await text({
        message,
        ...(usual !== undefined && { initialValue: usual }),
        validate: (answer) => problem(answer?.trim() ?? ''),
      }),
    ).trim()
  },
  async choice({ variable, message, options, usual }) {
    const given = environment[variable]
    return given
      ? given
      : answered(await select({ message, options, ...(usual !== undefined && { initialValue: usual }) }))
  },
  async secret({ variable, message, isOptional, problem }) {
    const given = environment[variable]
    if (given) return checked(variable, given, problem)
    const answer = await password({
      message,
      validate: (answer) => (isOptional && !answer ? undefined : problem(answer?.trim() ?? '')),
    })
    // Enter alone is undefined, whatever its type says.
    return answered(answer ?? '').trim()
  },
})

interface Unattended {
  environment: Environment
  /** The input on stdin: a secret that is not in any variable. Read at most once. */
  readStdin: () => Promise<string>
}

/** Throws `Trouble` with the missing variable. */
export const askNobody = ({ environment, readStdin }: Unattended): Questions => ({
  text: async ({ variable, message, usual, problem }) => {
    const given = environment[variable] || usual
    if (given) return checked(variable, given, problem)
    throw missing(variable, message)
  },
  async choice({ variable, message, options, usual }) {
    const given = environment[variable] || usual
    if (given) return given
    throw missing(variable, `${message} ${options.map(({ value, label }) => `${value} (${label})`).join(', ')}`)
  },
  async secret({ variable, message, isOptional, problem }) {
    const given = environment[variable] || (await readStdin()).trim()
    if (given) return checked(variable, given, problem)
    if (isOptional) return ''
    throw missing(variable, message)
  },
})

const missing = (variable: string, message: string): Trouble =>
  new Trouble(
    `${variable} is not set: ${message}`,
    `Set ${variable} in the environment, or run this in a terminal without --yes.`,
  )

function checked(variable: string, answer: string, problem: (answer: string) => string | undefined): string {
  const wrong = problem(answer)
  // The message does not repeat the answer: it may be a key in the wrong variable.
  if (wrong !== undefined) throw new Trouble(`${variable}: ${wrong}`, `Set ${variable} again.`)
  return answer
}

function answered(answer: string | symbol): string {
  if (typeof answer === 'symbol') {
    throw new Trouble('Stopped.', 'Run `npm run setup` again: it continues from here.')
  }
  return answer
}

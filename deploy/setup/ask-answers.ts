/** The few questions of a setup, each with the best answer that is already known. */
import type { Environment } from '../../demo/environment.ts'
import { OPENAI, originsIn, PROBLEMS, siteOf, type Answers } from './answers.ts'
import { readDeployment } from '../deployment-file.ts'
import type { Questions } from './questions.ts'
import { Trouble } from '../trouble.ts'
import { textOf, variable, type WranglerToml } from '../wrangler-toml.ts'

interface Asked {
  folder: string
  toml: WranglerToml
  questions: Questions
}

export async function askAnswers({ folder, toml, questions }: Asked): Promise<Answers> {
  const worker = await questions.text({
    variable: 'INGLENOOK_WORKER',
    message: 'Name of the Worker; it is part of its address',
    usual: textOf(toml, 'name') || 'inglenook',
    problem: PROBLEMS.worker,
  })
  const before = (await readDeployment(folder, worker)) ?? {}
  const origins = originsIn(
    await questions.text({
      variable: 'INGLENOOK_ORIGINS',
      message: 'Origins of the pages that get the chat, separated by spaces (https://shop.example)',
      ...(before.INGLENOOK_ORIGINS && { usual: before.INGLENOOK_ORIGINS }),
      problem: PROBLEMS.origins,
    }),
  )
  const site = await questions.text({
    variable: 'INGLENOOK_SITE',
    message: 'A short name for that website; it is part of the tag',
    usual: before.INGLENOOK_SITE ?? siteOf(origins[0] ?? ''),
    problem: PROBLEMS.site,
  })
  return { worker, site, origins, ...(await askProvider(toml, questions)) }
}

async function askProvider(toml: WranglerToml, questions: Questions): Promise<Pick<Answers, 'baseUrl' | 'model'>> {
  const [baseUrl, model] = [variable(toml, 'OPENAI_BASE_URL') || OPENAI, variable(toml, 'OPENAI_MODEL')]
  // Several providers are configured by hand, and take precedence over these two.
  if (variable(toml, 'PROVIDERS')) return { baseUrl, model }
  const chosen = await questions.choice({
    variable: 'OPENAI_BASE_URL',
    message: 'Which provider answers?',
    options: [
      { value: OPENAI, label: 'OpenAI' },
      ...(baseUrl === OPENAI ? [] : [{ value: baseUrl, label: `as before: ${baseUrl}` }]),
      { value: OTHER, label: 'another provider that supports Chat Completions' },
    ],
    usual: baseUrl,
  })
  const address =
    chosen === OTHER
      ? await questions.text({
          variable: 'OPENAI_BASE_URL',
          message: 'The provider’s address, including /v1',
          problem: PROBLEMS.baseUrl,
        })
      : chosen
  const problem = PROBLEMS.baseUrl(address)
  if (problem !== undefined)
    throw new Trouble(problem, 'Set OPENAI_BASE_URL again, in the environment or in wrangler.toml.')
  return {
    baseUrl: address,
    model: await questions.text({
      variable: 'OPENAI_MODEL',
      message: 'Model',
      ...(model && { usual: model }),
      problem: PROBLEMS.model,
    }),
  }
}

const OTHER = 'another'

/** The known answers, for a plan that asks nothing: the rest will be asked later. */
export async function knownAnswers(folder: string, toml: WranglerToml, environment: Environment): Promise<Answers> {
  const worker = environment['INGLENOOK_WORKER'] || textOf(toml, 'name') || 'inglenook'
  const before = (await readDeployment(folder, worker)) ?? {}
  const origins = originsIn(environment['INGLENOOK_ORIGINS'] || before.INGLENOOK_ORIGINS || '')
  return {
    worker,
    origins,
    site: environment['INGLENOOK_SITE'] || before.INGLENOOK_SITE || (origins[0] ? siteOf(origins[0]) : ''),
    baseUrl: environment['OPENAI_BASE_URL'] || variable(toml, 'OPENAI_BASE_URL') || OPENAI,
    model: environment['OPENAI_MODEL'] || variable(toml, 'OPENAI_MODEL'),
  }
}

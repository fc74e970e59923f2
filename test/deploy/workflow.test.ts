/** What others’ machines run of ours: the workflow, and what a deploy button reads. As far as that can be known here. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { field, isRecord } from '../../protocol/record.ts'
import { readWranglerToml } from '../../deploy/wrangler-toml.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const read = (name: string) => readFile(path.join(ROOT, name), 'utf8')

interface Step {
  uses?: string
  run?: string
  with?: Record<string, unknown>
  env?: Record<string, string>
}

interface Job {
  steps: Step[]
  needs?: string
  if?: string
  env?: Record<string, string>
}

test('the workflow runs existing scripts on the pinned Node, and deploys only main', async () => {
  const workflow: { jobs: Record<string, Job> } = parse(await read('.github/workflows/deploy.yml'))
  const { scripts, devDependencies }: { scripts: object; devDependencies: Record<string, string> } = JSON.parse(
    await read('package.json'),
  )
  const { check, deploy } = workflow.jobs
  const runs = [...(check?.steps ?? []), ...(deploy?.steps ?? [])].flatMap(({ run }) => run ?? [])
  const named = runs.flatMap((run) => [...run.matchAll(/npm (?:run )?(\S+)/g)].map(([, name = '']) => name))
  expect(named).toEqual(['ci', 'check', 'test', 'ci', 'deploy'])
  for (const name of named) if (name !== 'ci') expect(Object.keys(scripts)).toContain(name)
  const versions = [...(check?.steps ?? []), ...(deploy?.steps ?? [])].flatMap(
    (step) => step.with?.['node-version'] ?? [],
  )
  expect(versions.map(String)).toEqual([1, 2].map(() => /\d+/.exec(devDependencies['node'] ?? '')?.[0]))
  expect(deploy?.needs).toBe('check')
  expect(deploy?.if).toContain("'refs/heads/main'")
})

test('only the deploy step gets secrets, and nothing else that can change runs in that job', async () => {
  const { jobs }: { jobs: Record<string, Job> } = parse(await read('.github/workflows/deploy.yml'))
  const steps = Object.values(jobs).flatMap((job) => job.steps)
  const told = Object.values(jobs).flatMap(({ steps, ...job }) => [
    ...(JSON.stringify(job).includes('secrets.') ? ['a job'] : []),
    ...steps.filter((step) => JSON.stringify(step).includes('secrets.')).map(({ run }) => run),
  ])
  expect(told).toEqual([expect.stringContaining('npm run deploy')])
  expect(jobs['deploy']?.steps.at(-1)?.run).toBe(told[0])
  expect(jobs['deploy']?.steps.map(({ run }) => run)).toContain('npm ci --ignore-scripts')
  for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^actions\/[\w-]+@[\da-f]{40}$/)
  for (const step of steps)
    if (step.uses?.startsWith('actions/checkout@')) expect(step.with?.['persist-credentials']).toBe(false)
})

test('a deploy button asks for the required secrets, and explains each', async () => {
  const { values } = await readWranglerToml(ROOT)
  const asked = parseEnv(await read('.dev.vars.example'))
  const required = field(values['secrets'], 'required')
  expect(new Set(Object.keys(asked))).toEqual(new Set(Array.isArray(required) ? required : []))
  // Whoever leaves it as it is has no key that others know.
  expect(Object.values(asked).filter(Boolean)).toEqual([])
  const { cloudflare }: { cloudflare: { bindings: Record<string, { description: string }> } } = JSON.parse(
    await read('package.json'),
  )
  const vars = isRecord(values['vars']) ? Object.keys(values['vars']) : []
  expect(Object.keys(cloudflare.bindings)).toEqual(expect.arrayContaining([...Object.keys(asked), ...vars]))
})

/** The first check of `npm run deploy`: a problem that can be found offline and must be fixed is reported and stops it. */
import { line } from '../doctor/checks/finding.ts'
import { diagnoseHere } from '../doctor/diagnosis.ts'
import { Trouble } from '../trouble.ts'

try {
  const findings = await diagnoseHere({ folder: process.cwd(), today: new Date() })
  const wrong = findings.filter(({ sign }) => sign === 'wrong')
  for (const finding of wrong) console.error(line(finding))
  if (wrong.length > 0) process.exitCode = 1
} catch (error) {
  if (!(error instanceof Trouble)) throw error
  console.error(`✘ ${error.message} → ${error.remedy}`)
  process.exitCode = 1
}

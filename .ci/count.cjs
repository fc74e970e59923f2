/** Sums what vitest's JSON reports say, of the files that are named: what failed, then `N passed, N failed`. */
const { readFileSync } = require('node:fs')

const sum = { passed: 0, failed: 0, skipped: 0 }
for (const file of process.argv.slice(2)) {
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(file, 'utf8'))
  // A file that failed before its first test has failed too.
  const lost = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  for (const { name, message } of lost) console.log(`FAILED ${name}\n${message}`)
  for (const { name, assertionResults } of testResults)
    for (const { status, fullName, failureMessages } of assertionResults)
      if (status === 'failed') console.log(`FAILED ${name} › ${fullName}\n${failureMessages.join('\n')}`)
  sum.passed += numPassedTests
  sum.failed += numFailedTests + lost.length
  sum.skipped += numPendingTests
}
console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`)

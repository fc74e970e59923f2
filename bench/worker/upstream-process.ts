/** The upstream in its own process, so that nobody else pays for its CPU time. Messages set its behaviour. */
import { startBenchUpstream, type Manner } from './upstream.ts'

const upstream = await startBenchUpstream({ chunks: 200, pauseMilliseconds: 0 })
process.on('message', (manner: Manner) => {
  upstream.manner = manner
  process.send?.('set')
})
process.on('disconnect', () => process.exit())
process.send?.(upstream.url)

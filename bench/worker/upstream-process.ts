/** The upstream in a process of its own: what it computes is nobody else's. Told its manner by messages. */
import { startBenchUpstream, type Manner } from './upstream.ts'

const upstream = await startBenchUpstream({ chunks: 200, pauseMilliseconds: 0 })
process.on('message', (manner: Manner) => {
  upstream.manner = manner
  process.send?.('set')
})
process.on('disconnect', () => process.exit())
process.send?.(upstream.url)

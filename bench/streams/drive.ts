/** Runs in the page: sends an answer piece by piece, at a given pace, to any renderer. */
import type { Begin } from './stream.ts'

export interface Pace {
  pieces: readonly string[]
  milliseconds: number
  /** A text that is not shown by then is given up. */
  capMilliseconds: number
  lastWord: string
}

export interface Driven {
  /** From when the last piece was due to the end of the frame that shows the last word; `null` if it was given up. */
  lagMilliseconds: number | null
  /** How many were written until then. */
  pieces: number
  droppedFrames: number
}

const FRAME_MS = 1000 / 60

export async function drive(begin: Begin, { pieces, milliseconds, capMilliseconds, lastWord }: Pace): Promise<Driven> {
  const root = document.createElement('div')
  document.querySelector('main')?.append(root)
  const stream = await begin(root)
  /** Reads the whole text, so it does not run while the text grows. */
  const isShown = () => Boolean((stream.place?.() ?? root).textContent?.includes(lastWord))
  await nextFrame()

  performance.mark('bench:start')
  const start = performance.now()
  const isLate = () => performance.now() - start > capMilliseconds
  const frames = countFrames()
  let written = 0
  for (const piece of pieces) {
    await until(start + (written * milliseconds) / pieces.length)
    if (isLate()) break
    stream.write(piece)
    written += 1
  }
  const isWhole = written === pieces.length
  if (isWhole) {
    stream.end()
    await nextFrame()
    while (!isShown() && !isLate()) await nextFrame()
  }
  performance.mark('bench:end')
  const droppedFrames = frames()
  const due = start + milliseconds * (1 - 1 / pieces.length)
  return { lagMilliseconds: isWhole && !isLate() ? performance.now() - due : null, pieces: written, droppedFrames }
}

/** Each piece gets its own task, as if it came from the network. */
function until(due: number): Promise<void> {
  const early = due - performance.now()
  return new Promise((resolve) => {
    if (early > 0) setTimeout(resolve, early)
    else afterThisTask(resolve)
  })
}

function afterThisTask(resolve: () => void): void {
  const { port1, port2 } = new MessageChannel()
  port1.addEventListener('message', () => resolve(), { once: true })
  port1.start()
  port2.postMessage(null)
}

/** Resolves after the work of the next frame. */
const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => afterThisTask(resolve)))

/** Returns a function for the number of frames dropped since, on a screen with 60 per second. */
function countFrames(): () => number {
  let dropped = 0
  let last = performance.now()
  let isOver = false
  const frame = () => {
    const now = performance.now()
    dropped += Math.max(0, Math.round((now - last) / FRAME_MS) - 1)
    last = now
    if (!isOver) requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  return () => {
    isOver = true
    return dropped + Math.max(0, Math.round((performance.now() - last) / FRAME_MS) - 1)
  }
}

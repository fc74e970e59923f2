/** The heap of one isolate, over the debugging protocol. */
export interface Heap {
  /** Bytes in use after a garbage collection. */
  usedAfterCollection(): Promise<number>
  close(): void
}

export async function openHeap(inspector: string): Promise<Heap> {
  const socket = new WebSocket(inspector)
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve())
    socket.addEventListener('error', () => reject(new Error(`no debugger at ${inspector}`)))
  })
  let calls = 0

  function call(method: string): Promise<string> {
    const id = (calls += 1)
    return new Promise((resolve) => {
      const listening = new AbortController()
      socket.addEventListener(
        'message',
        ({ data }) => {
          const text = String(data)
          if (!text.includes(`"id":${id}`)) return
          listening.abort()
          resolve(text)
        },
        listening,
      )
      socket.send(JSON.stringify({ id, method }))
    })
  }

  return {
    async usedAfterCollection() {
      await call('HeapProfiler.collectGarbage')
      return Number(/"usedSize":(\d+)/.exec(await call('Runtime.getHeapUsage'))?.[1])
    },
    close: () => socket.close(),
  }
}

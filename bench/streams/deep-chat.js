import 'deep-chat'

/** Its own element, with a handler that replaces a streaming backend. */
export const begin = async (root) => {
  const chat = document.createElement('deep-chat')
  const asked = Promise.withResolvers()
  chat.connect = {
    stream: true,
    handler(_, signals) {
      signals.onOpen()
      asked.resolve(signals)
    },
  }
  chat.style.cssText = 'width: 600px; height: 500px'
  const drawn = new Promise((resolve) => (chat.onComponentRender = resolve))
  root.append(chat)
  await drawn
  chat.submitUserMessage({ text: 'A question' })
  const signals = await asked.promise
  let written
  return {
    write(delta) {
      written = signals.onResponse({ text: delta })
    },
    // What it has not shown when the stream is closed, it never shows.
    end: () => Promise.resolve(written).then(() => signals.onClose()),
    place: () => chat.shadowRoot,
  }
}

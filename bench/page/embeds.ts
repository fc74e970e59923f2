/** Our embed code and that of each peer, as its documentation says, with its own bundle. */
import path from 'node:path'
import { BENCH, ROOT } from '../peers.ts'

/** Each selector searches in the element found by the previous one, or in its shadow root. */
export type Way = readonly string[]

export interface Embed {
  name: string
  /** The folder with its files; the page finds them under `/files/`. */
  folder: string
  html: string
  /** What a visitor sees first: a launcher, or the chat itself if there is none. */
  seen: Way
  /** Opens the chat, if it is not open from the start. */
  opener?: Way
  /** The visitor's text field. */
  composer: Way
  /** Where answers are, if they can be Markdown and a stand-in for the backend can give one. */
  answers?: Way
}

const peer = (name: string) => path.join(BENCH, 'node_modules', name, 'dist')

/** In Playwright's notation. */
export const locatorOf = (way: Way): string => way.join(' >> ')

export const INGLENOOK: Embed = {
  name: 'Inglenook',
  folder: path.join(ROOT, 'dist/assets'),
  html: '<script async src="/files/inglenook.js" data-site="demo"></script>',
  seen: ['inglenook-widget', '.launcher'],
  opener: ['inglenook-widget', '.launcher'],
  composer: ['inglenook-widget', '.composer textarea'],
  answers: ['inglenook-widget', '.answer'],
}

/** A button with the same looks in its own shadow root, and a click that would fetch the rest. */
export const VANILLA: Embed = {
  name: 'a vanilla launcher of 10 lines',
  folder: path.join(BENCH, 'controls'),
  html: '<script async src="/files/vanilla-launcher.js" data-site="demo"></script>',
  seen: ['vanilla-launcher', 'button'],
  composer: [],
}

export const PEERS: readonly Embed[] = [
  {
    name: 'deep-chat',
    folder: peer('deep-chat'),
    html:
      '<script type="module" src="/files/deepChat.bundle.js"></script>' +
      `<deep-chat connect='{"url":"/api/deep-chat"}'></deep-chat>`,
    seen: ['deep-chat', '#text-input'],
    composer: ['deep-chat', '#text-input'],
    answers: ['deep-chat'],
  },
  {
    name: '@n8n/chat',
    folder: peer('@n8n/chat'),
    html:
      '<link href="/files/style.css" rel="stylesheet"><script type="module">' +
      "import { createChat } from '/files/chat.bundle.es.js'; createChat({ webhookUrl: '/api/n8n' })</script>",
    seen: ['.chat-window-toggle'],
    opener: ['.chat-window-toggle'],
    composer: ['.chat-window textarea'],
    answers: ['.chat-window'],
  },
  {
    name: 'flowise-embed',
    folder: peer('flowise-embed'),
    html:
      '<script type="module">import Chatbot from "/files/web.js"; ' +
      'Chatbot.init({ chatflowid: "bench", apiHost: location.origin })</script>',
    seen: ['flowise-chatbot', 'button'],
    opener: ['flowise-chatbot', 'button'],
    composer: ['flowise-chatbot', 'textarea'],
    answers: ['flowise-chatbot'],
  },
  {
    name: '@typebot.io/js',
    folder: peer('@typebot.io/js'),
    html:
      '<script type="module">import Typebot from "/files/web.js"; ' +
      'Typebot.initBubble({ typebot: "bench", apiHost: location.origin })</script>',
    seen: ['typebot-bubble', 'button'],
    opener: ['typebot-bubble', 'button'],
    composer: ['typebot-bubble', 'textarea, input'],
  },
  {
    name: 'botframework-webchat',
    folder: peer('botframework-webchat'),
    html:
      '<div id="webchat" role="main"></div><script src="/files/webchat.js"></script><script>' +
      'WebChat.renderWebChat({ directLine: WebChat.createDirectLine({ token: "bench", domain: location.origin + "/api" }) }, ' +
      'document.getElementById("webchat"))</script>',
    seen: ['#webchat', '[data-id="webchat-sendbox-input"]'],
    composer: ['#webchat', '[data-id="webchat-sendbox-input"]'],
  },
]

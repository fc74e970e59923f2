/**
 * The answers of the built-in demo model. It is a list, read from the top: the first answer whose question matches is used.
 */
export interface Spoken {
  role: string
  text: string
}

/** The answer to the last of these messages, in its language. It may refer to the earlier ones. */
export function answerTo(messages: readonly Spoken[]): string {
  const question = messages.at(-1)?.text ?? ''
  const heard: Heard = {
    words: plain(question),
    language: CHINESE.test(question) ? 'zh' : 'en',
    // The system message is from the owner. The topics of the conversation come from the visitor and the answers.
    earlier: plain(
      messages
        .slice(0, -1)
        .filter(({ role }) => role !== 'system')
        .map(({ text }) => text)
        .join('\n'),
    ),
  }
  const known = KNOWN.find(({ asks }) => asks(heard)) ?? UNKNOWN
  return known.answer(heard)[heard.language]
}

type Language = 'zh' | 'en'

interface Heard {
  words: string
  language: Language
  earlier: string
}

interface Known {
  asks: (heard: Heard) => boolean
  answer: (heard: Heard) => Readonly<Record<Language, string>>
}

const CHINESE = /\p{Script=Han}/u

/** Lower case, with half-width forms, and with one space for punctuation and runs of spaces. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const asksLike =
  (...patterns: RegExp[]) =>
  ({ words }: Heard): boolean =>
    patterns.some((pattern) => pattern.test(words))

const HOW_TO_CONNECT = {
  zh: '想接入真正的模型：在项目根目录的 .dev.vars 里加一行 OPENAI_API_KEY="sk-…"，再运行一次 npm start。',
  en: 'To connect a real model, add the line OPENAI_API_KEY="sk-…" to .dev.vars in the project folder and run npm start again.',
}

const TOPICS = {
  zh: '我会回答：中国首都在哪里、Inglenook 是什么、怎么嵌入网站、密钥放在哪里、怎么修改人设。',
  en: 'I can tell you what Inglenook is, how to embed it, where the API key goes and how to change the persona.',
}

const KNOWN: readonly Known[] = [
  {
    asks: asksLike(
      /中国.{0,4}首都|首都.{0,6}中国/,
      /capital (city )?of (the people s republic of )?china|china s capital/,
    ),
    answer: () => ({ zh: '中国的首都是北京。', en: 'The capital of China is Beijing.' }),
  },
  {
    asks: asksLike(
      /^(请问|那么|那|它的?|这里的?|那里的?|首都的?|中国首都的?|北京市?的?)*(常住|总)?人口(数量?|规模)?(现在|大概|大约|一共|是|有|约)*(多少|几何)?(万|人)*(呢|啊|吗)?$/,
      /\bpopulation( of (it|beijing|that city|the city|the capital))?( there)?$/,
      /^(and )?how many people live (there|in (it|beijing|the capital|that city))$/,
    ),
    answer: ({ words, earlier }) =>
      /北京|首都|beijing|capital/.test(`${earlier} ${words}`)
        ? {
            zh: '北京的常住人口约为 2185 万（2023 年末）。',
            en: 'Beijing has about 21.9 million permanent residents (end of 2023).',
          }
        : {
            zh: '您想问哪里的人口？告诉我城市或国家的名字。',
            en: 'Whose population do you mean? Name a city or a country.',
          },
  },
  {
    asks: asksLike(
      /人设|人格|性格|角色|提示词|系统消息|改.{0,6}名字|换.{0,6}名字/,
      /persona\b|personality|system (prompt|message)|\binstructions\b|(change|set) (your|its|the) name/,
    ),
    answer: () => ({
      zh: `人设发布在 KV 命名空间 PERSONAS 里，键名是 site:demo，值是一段 JSON，只写和默认值（protocol/site.ts）不同的部分：

\`\`\`sh
npx wrangler kv key put --binding PERSONAS --local --persist-to .inglenook site:demo '{"name":"Ada","instructions":"你是一位简洁的图书管理员"}'
\`\`\`

这条命令改的是本机的演示；已经部署的 Worker 请把 --local --persist-to .inglenook 换成 --remote。`,
      en: `The persona is published in the KV namespace PERSONAS under the key site:demo, as JSON with only what differs from the defaults in protocol/site.ts:

\`\`\`sh
npx wrangler kv key put --binding PERSONAS --local --persist-to .inglenook site:demo '{"name":"Ada","instructions":"You are a concise librarian."}'
\`\`\`

This changes the demo on your machine. For a deployed Worker, write --remote instead of --local --persist-to .inglenook.`,
    }),
  },
  {
    asks: asksLike(
      /密钥|秘钥|api ?key|openai|令牌/,
      /(其他|别的|其它|真正的?|真实的?|自己的|换个?|接入|本地).{0,4}(模型|供应商|服务商)|ollama|deepseek/,
      /(where|how|set|put|add|store|use|need).*\bkey\b|\bkey go(es)?\b|base url|(real|other|another|different|own|local) (model|provider)/,
    ),
    answer: () => ({
      zh: `密钥只放在 Worker 里，网页永远看不到它。

- **本机**：在 \`.dev.vars\` 里写 \`OPENAI_API_KEY="sk-…"\`，然后重新运行 \`npm start\`。
- **线上**：\`npx wrangler secret put OPENAI_API_KEY\`

其他兼容 Chat Completions 的服务，再设置 \`OPENAI_BASE_URL\`（以 /v1 结尾）和 \`OPENAI_MODEL\`。`,
      en: `The key stays in the Worker; the web page never sees it.

- **On your machine**: write \`OPENAI_API_KEY="sk-…"\` into \`.dev.vars\` and run \`npm start\` again.
- **In production**: \`npx wrangler secret put OPENAI_API_KEY\`

For another provider that speaks Chat Completions, also set \`OPENAI_BASE_URL\` (it ends in /v1) and \`OPENAI_MODEL\`.`,
    }),
  },
  {
    asks: asksLike(
      /嵌入|(放|装|加|添加|接|集成|用).{0,4}(到|在|进|入).{0,8}(网站|网页|页面|站点|博客)|(网站|网页|页面).{0,6}(怎么|如何).{0,4}(放|装|加|接|用)|标签|script/,
      /\bembed\b|\binstall\b|(script|html) tag|(add|put|use|get|paste) .*(web ?site|web ?page|page|site|blog)\b/,
    ),
    answer: () => ({
      zh: `在网页里粘贴一个标签就可以，放在 \`</body>\` 之前最好：

\`\`\`html
<script async src="https://你的Worker地址/inglenook.js" data-site="demo"></script>
\`\`\`

本机演示的地址已经印在 npm start 的输出里。`,
      en: `Paste one tag into your page, best just before \`</body>\`:

\`\`\`html
<script async src="https://your-worker.example/inglenook.js" data-site="demo"></script>
\`\`\`

For the demo on your machine, npm start has printed the tag with its address.`,
    }),
  },
  {
    asks: asksLike(
      /inglenook.{0,4}(是什么|是啥|是干|干什么|有什么用|怎么样)|(什么是|介绍|了解).{0,6}inglenook|^inglenook$/,
      /what( is| s|s) (an )?inglenook|(about|explain|describe) inglenook|what does inglenook (do|mean)/,
    ),
    answer: () => ({
      zh: 'Inglenook 是网页角落里的一个聊天窗：网站主人只粘贴一个 <script> 标签，访客就能提问。背后是一个 Cloudflare Worker，它保管密钥、人设和会话历史，再把每个问题转给兼容 Chat Completions 的模型。英文 inglenook 的意思是炉边可以围坐聊天的角落。',
      en: 'Inglenook is a chat in the corner of a web page. The owner pastes one <script> tag; a Cloudflare Worker keeps the API key, the persona and the session history, and forwards every question to a model that speaks Chat Completions. An inglenook is the warm corner by the fire where people sit and talk.',
    }),
  },
  {
    asks: asksLike(
      /^(你好|您好|嗨|哈喽|早上好|下午好|晚上好|在吗)|你是谁|你叫什么|你会什么|你能做什么|你知道什么/,
      /^(hi|hello|hey|good (morning|afternoon|evening))\b|who are you|what are you|what can you (do|answer)|^help$/,
    ),
    answer: () => ({
      zh: `您好！我是 Inglenook 自带的演示模型，只会几个问题。${TOPICS.zh}${HOW_TO_CONNECT.zh}`,
      en: `Hello! I am the demo model built into Inglenook, and I know only a few answers. ${TOPICS.en} ${HOW_TO_CONNECT.en}`,
    }),
  },
]

const UNKNOWN: Known = {
  asks: () => true,
  answer: () => ({
    zh: `这个问题我答不上来：我是 Inglenook 自带的演示模型，只会几个问题。${TOPICS.zh}${HOW_TO_CONNECT.zh}`,
    en: `I cannot answer that: I am the demo model built into Inglenook, and I know only a few answers. ${TOPICS.en} ${HOW_TO_CONNECT.en}`,
  }),
}

/** A long answer as models write them: the same in every run, of any length. */
import { seeded, type Seeded } from '../../test/support/sampling/seeded.ts'

/** At the end, and nowhere else. */
export const LAST_WORD = 'inglenook-end'

const PIECE_CHARACTERS = 40

/** In ASCII, so a character is a byte. */
export function answerText(bytes: number): string {
  const random = seeded(7)
  const end = `\n\nThe last word is ${LAST_WORD}`
  let text = ''
  for (let section = 1; text.length < bytes; section += 1) text += sectionOf(random, section)
  const room = bytes - end.length
  // Between two blocks, so that the last word is in its own paragraph.
  const whole = text.slice(0, text.lastIndexOf('\n\n', room - 2))
  return `${whole}\n\n`.padEnd(room, 'and so on ') + end
}

/** As they arrive. */
export const piecesOf = (text: string): string[] =>
  Array.from({ length: Math.ceil(text.length / PIECE_CHARACTERS) }, (_, index) =>
    text.slice(index * PIECE_CHARACTERS, (index + 1) * PIECE_CHARACTERS),
  )

function sectionOf(random: Seeded, number: number): string {
  const paragraphs = Array.from({ length: random.whole(1, 3) }, () => paragraph(random))
  const block = random.pick([list, steps, table, code, quote])
  return `## ${number}. ${sentence(random, 4)}\n\n${paragraphs.join('\n\n')}\n\n${block(random)}\n\n`
}

const WORDS =
  'the answer of a long question about water stone fire chimney corner warm winter evening light house garden river mountain ' +
  'people often build with many small parts that each do one thing well because nobody can hold all of it at once'
const words = WORDS.split(' ')

const sentence = (random: Seeded, length: number): string => Array.from({ length }, () => random.pick(words)).join(' ')

/** Some words are strong, some are code, some are links. */
function paragraph(random: Seeded): string {
  const parts = Array.from({ length: random.whole(3, 6) }, () => {
    const inner = random.pick([
      (text: string) => text,
      (text: string) => `**${text}**`,
      (text: string) => `*${text}*`,
      (text: string) => `\`${text}\``,
      (text: string) => `[${text}](https://a.example/${random.whole(1, 999)})`,
    ])
    return `${sentence(random, random.whole(5, 12))} ${inner(sentence(random, 2))} ${sentence(random, random.whole(3, 8))}.`
  })
  return parts.join(' ')
}

const lines = (random: Seeded, line: (index: number) => string): string =>
  Array.from({ length: random.whole(4, 9) }, (_, index) => line(index)).join('\n')

const list = (random: Seeded) =>
  lines(random, (index) => `${index % 3 === 2 ? '  ' : ''}- **${random.pick(words)}**: ${sentence(random, 9)}`)

const steps = (random: Seeded) =>
  lines(random, (index) => `${index + 1}. ${sentence(random, 10)} \`${random.pick(words)}\``)

const quote = (random: Seeded) => lines(random, () => `> ${sentence(random, 10)}`)

const table = (random: Seeded) =>
  `| part | what it does | how many |\n| --- | --- | ---: |\n${lines(
    random,
    () => `| ${random.pick(words)} | ${sentence(random, 5)} | ${random.whole(1, 5000)} |`,
  )}`

const code = (random: Seeded) =>
  `\`\`\`js\n${lines(random, (index) => `const ${random.pick(words)}${index} = ${random.pick(words)}('${sentence(random, 3)}', ${index}) // ${random.pick(words)}`)}\n\`\`\``

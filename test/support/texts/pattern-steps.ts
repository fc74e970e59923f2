/** Executes a regular expression like a backtracking engine, slowly, and counts its steps. */

/** Tries to match at a position, and continues with the rest. */
type Go = (at: number, then: (at: number) => boolean) => boolean

interface Pattern {
  source: string
  flags: string
}

/** The possible characters of an attack. */
const CANDIDATES = [...'a0A_ -\n."\'`<>/\\{}[]()|*#$&=:;,@+!?~^%x北，é']
/** Lower bounds show in short texts what higher bounds do in long ones. */
const HIGHEST_BOUND = 12
const LOOKED_BEHIND = 6
/** No linear pattern needs this many for the texts of these tests. */
const MOST_STEPS = 100_000

export interface Stepper {
  /** Characters that its parts match, in order. */
  alphabet: string[]
  /** How many characters are compared until all matches in a text are found; `Infinity` if there are too many to count. */
  steps: (text: string) => number
}

export function stepperOf({ source, flags }: Pattern): Stepper {
  const isUnicode = flags.includes('u')
  const own = flags.replaceAll(/[gyd]/g, '')
  const signs = isUnicode ? Array.from(source) : source.split('')
  const alphabet: string[] = []
  let text: string[] = []
  let [place, steps, groups] = [0, 0, 0]
  const captured: (string | undefined)[] = []

  function one(part: string): Go {
    const pattern = new RegExp(`^(?:${part})$`, own.replace('m', ''))
    const known = new Map<string, boolean>()
    const matches = (sign: string) => {
      const found = known.get(sign) ?? pattern.test(sign)
      known.set(sign, found)
      return found
    }
    alphabet.push(...[part, ...CANDIDATES].filter((sign) => Array.from(sign).length === 1 && matches(sign)).slice(0, 2))
    return (at, then) => {
      steps += 1
      const sign = text[at]
      return steps < MOST_STEPS && sign !== undefined && matches(sign) && then(at + 1)
    }
  }

  function either(): Go {
    const ways = [row()]
    while (signs[place] === '|') {
      place += 1
      ways.push(row())
    }
    return (at, then) => ways.some((way) => way(at, then))
  }

  function row(): Go {
    const parts: Go[] = []
    while (place < signs.length && signs[place] !== '|' && signs[place] !== ')') parts.push(repeated(atom()))
    const from = (index: number): Go => {
      const part = parts[index]
      return part ? (at, then) => part(at, (next) => rest[index + 1]?.(next, then) ?? false) : (at, then) => then(at)
    }
    const rest = Array.from({ length: parts.length + 1 }, (_, index) => from(index))
    return rest[0] ?? ((at, then) => then(at))
  }

  function repeated(part: Go): Go {
    const [written, least, comma, most] =
      /^(?:[*+?]|\{(\d+)(,)?(\d+)?\})/.exec(signs.slice(place, place + 12).join('')) ?? []
    if (!written) return part
    place += written.length
    const isLazy = signs[place] === '?'
    if (isLazy) place += 1
    const [from, to] =
      written === '*'
        ? [0, Infinity]
        : written === '+'
          ? [1, Infinity]
          : written === '?'
            ? [0, 1]
            : [Number(least), comma ? Number(most ?? Infinity) : Number(least)]
    const bound = (count: number) => (count === Infinity ? count : Math.min(count, HIGHEST_BOUND))
    const again =
      (count: number): Go =>
      (at, then) => {
        const more = () => count < bound(to) && part(at, (next) => next !== at && again(count + 1)(next, then))
        const enough = () => count >= bound(from) && then(at)
        return isLazy ? enough() || more() : more() || enough()
      }
    return again(0)
  }

  function atom(): Go {
    const sign = signs[place] ?? ''
    place += 1
    if (sign === '(') return group()
    if (sign === '^') return (at, then) => (at === 0 || (flags.includes('m') && text[at - 1] === '\n')) && then(at)
    if (sign === '$')
      return (at, then) => (at === text.length || (flags.includes('m') && text[at] === '\n')) && then(at)
    if (sign === '[') {
      const begin = place - 1
      for (; signs[place] !== ']'; place += 1) if (signs[place] === '\\') place += 1
      place += 1
      return one(signs.slice(begin, place).join(''))
    }
    if (sign !== '\\') return one(/[\]{}/]/.test(sign) ? `\\${sign}` : sign)
    const escaped =
      /^(?:[pPu]\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|[^])/iu.exec(signs.slice(place, place + 40).join(''))?.[0] ?? ''
    place += Array.from(escaped).length
    if (/^[bB]$/.test(escaped)) {
      const isWord = (at: number) => /\w/.test(text[at] ?? '')
      return (at, then) => (isWord(at) !== isWord(at - 1)) === (escaped === 'b') && then(at)
    }
    if (/^[1-9]$/.test(escaped)) {
      return (at, then) => {
        const same = Array.from(captured[Number(escaped)] ?? '')
        steps += same.length
        return same.every((sign, index) => text[at + index] === sign) && then(at + same.length)
      }
    }
    return one(`\\${escaped}`)
  }

  function group(): Go {
    const kind = /^\?(?:<?[=!]|:|<\w+>)/.exec(signs.slice(place, place + 30).join(''))?.[0] ?? ''
    place += kind.length
    const number = kind === '' || /\w/.test(kind) ? (groups += 1) : 0
    const inner = either()
    place += 1
    if (kind.endsWith('=') || kind.endsWith('!')) {
      const isWanted = kind.endsWith('=')
      const found = (at: number) =>
        kind.includes('<')
          ? Array.from({ length: LOOKED_BEHIND }, (_, back) => at - back).some(
              (from) => from >= 0 && inner(from, (to) => to === at),
            )
          : inner(at, () => true)
      return (at, then) => found(at) === isWanted && then(at)
    }
    if (number === 0) return inner
    return (at, then) =>
      inner(at, (to) => {
        const before = captured[number]
        captured[number] = text.slice(at, to).join('')
        return then(to) || ((captured[number] = before), false)
      })
  }

  const whole = either()
  return {
    alphabet: alphabet.length > 0 ? [...new Set(alphabet)] : ['a'],
    steps(written) {
      text = isUnicode ? Array.from(written) : written.split('')
      steps = 0
      for (let at = 0; at <= text.length;) {
        let end = at
        const found = whole(at, (to) => {
          end = to
          return true
        })
        at = found && end > at ? end : at + 1
      }
      return steps < MOST_STEPS ? steps : Infinity
    },
  }
}

const rowsOf = (signs: readonly string[], length: number) =>
  signs.slice(0, Math.max(0, signs.length - length + 1)).map((_, at) => signs.slice(at, at + length).join(''))

/** Texts that may be expensive for the pattern: a prefix, a repeated part, and an end that may not match. */
export function attacks(alphabet: readonly string[], length: number): string[] {
  const few = alphabet.slice(0, 8)
  const again = new Set([
    ...alphabet,
    ...rowsOf(alphabet, 2),
    ...rowsOf(alphabet, 3),
    ...few.flatMap((one) => few.map((other) => one + other)),
    alphabet.join(''),
  ])
  const beginnings = ['', 1, 2, 3].map((count) => alphabet.slice(0, Number(count)).join(''))
  return [...new Set(beginnings)].flatMap((begin) =>
    [...again].flatMap((part) =>
      ['', '\u0001'].map((end) => begin + part.repeat(Math.ceil(length / part.length)) + end),
    ),
  )
}

/** The names of unusual entities: its own module, fetched when the first one appears. */

const greek = (first: number, names: string) =>
  names.split(' ').map((name, at) => [name, String.fromCharCode(first + at)] as const)

/** The names that models write. HTML has two thousand more; a name that is missing here stays as it is written. */
const NAMED = new Map([
  ...greek(
    0x3b1,
    'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi chi psi omega',
  ),
  ...greek(0x391, 'Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho'),
  ...greek(0x3a3, 'Sigma Tau Upsilon Phi Chi Psi Omega'),
  ...Array.from(
    'copy© reg® trade™ hellip… mdash— ndash– lsquo‘ rsquo’ sbquo‚ ldquo“ rdquo” bdquo„ laquo« raquo» lsaquo‹ rsaquo› bull• middot· times× divide÷ plusmn± minus− deg° para¶ sect§ euro€ pound£ yen¥ cent¢ curren¤ larr← uarr↑ rarr→ darr↓ harr↔ lArr⇐ rArr⇒ hArr⇔ asymp≈ radic√ micro\u00b5 szligß aeligæ AEligÆ oeligœ OEligŒ oslashø OslashØ eth\u00f0 ETH\u00d0 thornþ THORNÞ ordfª ordmº iexcl¡ iquest¿ brvbar¦ not¬ uml¨ macr¯ acute´ cedil¸ frac14¼ frac12½ frac34¾ sup1¹ sup2² sup3³ permil‰ prime′ Prime″ dagger† Dagger‡ check✓ cross✗ pm± mp∓ le≤ leq≤ ge≥ geq≥ ne≠ equiv≡ approx≈ sim∼ propto∝ infin∞ sum∑ prod∏ int∫ oint∮ part∂ nabla∇ in∈ notin∉ subset⊂ subseteq⊆ supset⊃ cup∪ cap∩ emptyset∅ empty∅ forall∀ exist∃ and∧ or∨ rightarrow→ leftarrow← Rightarrow⇒ Leftarrow⇐ Leftrightarrow⇔ iff⇔ map↦ angle∠ perp⊥ parallel∥ circ\u02c6 oplus⊕ otimes⊗ ellℓ hbarℏ lang⟨ rang⟩ langle⟨ rangle⟩ mid∣ setminus∖ star☆ starf★ hearts♥ spades♠ clubs♣ diams♦ ensp\u2002 emsp\u2003 thinsp\u2009 zwnj\u200c zwj\u200d shy\u00ad'.matchAll(
      /([a-z]+\d*)([^])/gi,
    ),
    ([, name = '', sign = '']) => [name, sign] as const,
  ),
])

/** `eacute`: a letter and the mark above or below it. */
const MARKED = /^([a-z])(acute|grave|circ|tilde|uml|cedil|ring|caron|ogon|breve|macr|dot)$/i
const MARKS: Readonly<Record<string, string>> = {
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  cedil: '\u0327',
  ring: '\u030a',
  caron: '\u030c',
  ogon: '\u0328',
  breve: '\u0306',
  macr: '\u0304',
  dot: '\u0307',
}

/** The text of the entity with this name. */
export function named(name: string): string | undefined {
  const [, letter, mark = ''] = MARKED.exec(name) ?? []
  return letter ? (letter + MARKS[mark]).normalize() : NAMED.get(name)
}

/** Names that HTML's entities and LaTeX's commands share, or nearly. */
const greek = (first: number, names: string) =>
  names.split(' ').map((name, at) => [name, String.fromCharCode(first + at)] as const)

export const SYMBOLS = new Map([
  ...greek(
    0x3b1,
    'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi chi psi omega',
  ),
  ...greek(
    0x391,
    'Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho _ Sigma Tau Upsilon Phi Chi Psi Omega',
  ),
  ...Array.from(
    'times×div÷pm±mp∓cdot·le≤leq≤ge≥geq≥ne≠neq≠equiv≡approx≈sim∼propto∝infty∞infin∞sum∑prod∏int∫oint∮partial∂part∂nabla∇in∈notin∉subset⊂subseteq⊆supset⊃cup∪cap∩emptyset∅forall∀exists∃neg¬land∧lor∨to→rightarrow→leftarrow←Rightarrow⇒Leftarrow⇐Leftrightarrow⇔implies⇒iff⇔mapsto↦ldots…cdots⋯dots…angle∠perp⊥parallel∥degree°circ∘star⋆oplus⊕otimes⊗ell ℓhbar ℏprime′langle⟨rangle⟩mid|setminus∖'.matchAll(
      /([A-Za-z]+) ?([^A-Za-z])/g,
    ),
    ([, name = '', sign = '']) => [name, sign] as const,
  ),
])

/** One line of `npm run doctor`. */
export interface Finding {
  /** `hint` may stay as it is; `wrong` must be fixed. */
  sign: 'well' | 'hint' | 'wrong'
  /** What was checked. */
  about: string
  what: string
  /** A command or a place in the console; empty if there is nothing to fix. `--json` prints it under this name, as the log does. */
  mend: string
}

export const well = (about: string, what: string): Finding => ({ sign: 'well', about, what, mend: '' })
export const hint = (about: string, what: string, mend: string): Finding => ({ sign: 'hint', about, what, mend })
export const wrong = (about: string, what: string, mend: string): Finding => ({ sign: 'wrong', about, what, mend })

const SIGNS: Readonly<Record<Finding['sign'], string>> = { well: '✔', hint: '!', wrong: '✘' }

export const line = ({ sign, about, what, mend }: Finding): string =>
  `${SIGNS[sign]} ${about}: ${what}${mend && ` → ${mend}`}`

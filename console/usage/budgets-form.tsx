import type { Budget } from '../../protocol/schemas/budget.ts'
import { hrefOf } from '../shell/address.ts'
import { Refusal } from '../api/ask.ts'
import { nearest, opensAgain, partOf, rungsOf, type BudgetsSeen, type Ladder, type Rung } from './budgets.ts'
import { Notice } from '../ui/notice.tsx'
import { moment, share } from '../words/format.ts'
import { messageFor } from '../words/refusals.ts'
import { shell } from '../words/console-words.ts'
import { budgetWords } from './budget-words.ts'

interface Props {
  site: string
  seen: BudgetsSeen | Refusal
  /** Reads them again. */
  again: () => void
}

/** For each limit: how much is used, when it is reset, what applies now and what comes next. Independent of the days above. */
export function UsageBudgets({ site, seen, again }: Props) {
  const words = budgetWords.value
  const toLimits = hrefOf({ screen: 'persona', site, rest: 'limits' })
  return (
    <section class="card usage-budgets" aria-labelledby="usage-budgets">
      <div class="row spread">
        <h2 id="usage-budgets">{words.title}</h2>
        {!(seen instanceof Refusal) && (
          <a class="button" href={toLimits}>
            {seen.budgets.length > 0 ? words.change : words.set}
          </a>
        )}
      </div>
      {seen instanceof Refusal ? (
        <Notice kind="trouble">
          <p>{messageFor(seen)}</p>
          <button type="button" onClick={again}>
            {shell.value.again}
          </button>
        </Notice>
      ) : (
        <>
          {seen.budgets.length > 0 && <Now seen={seen} />}
          {seen.budgets.every(({ unit }) => unit === 'turns') && (
            <Notice kind="hint">{seen.budgets.length > 0 ? words.turnsOnly : words.none}</Notice>
          )}
          {seen.budgets.length > 0 && (
            <>
              <ul class="usage-budget-list">
                {seen.budgets.map((budget) => (
                  <Bar key={budget.limit} budget={budget} ladder={seen.ladder} />
                ))}
              </ul>
              <Steps seen={seen} />
            </>
          )}
        </>
      )}
    </section>
  )
}

const KINDS = { warned: 'hint', cheaper: 'hint', fallback: 'trouble', closed: 'trouble' } as const

function Now({ seen: { budgets, step, ladder } }: { seen: BudgetsSeen }) {
  const words = budgetWords.value
  const ended = budgets.find(({ used, most }) => used >= most)
  const budget = step === 'closed' || step === 'fallback' ? (ended ?? nearest(budgets)) : nearest(budgets)
  const until = opensAgain(budgets) ?? budget?.resetsAt
  const sentence = words.now[step]({
    limit: budget ? words.limits[budget.limit] : '',
    part: share((step === 'cheaper' ? ladder.cheaperAt : ladder.warnAt) / 100),
    until: until ? moment(until) : '',
    model: ladder.cheaperModel,
  })
  return step === 'open' ? <p class="muted">{sentence}</p> : <Notice kind={KINDS[step]}>{sentence}</Notice>
}

/** A lowered limit may be exceeded many times over: then a percentage is not useful. */
const MANY_TIMES = 10

function Bar({ budget, ladder }: { budget: Budget; ladder: Ladder }) {
  const words = budgetWords.value
  const { limit, most, used, reserved, resetsAt } = budget
  const part = used / most < MANY_TIMES ? share(used / most) : words.times(Math.floor(used / most))
  const usedWords = words.used(budget, part)
  const reservedWords = reserved > 0 ? words.reserved(budget) : ''
  const percent = (n: number) => `${Math.min(100, (n / most) * 100)}%`
  const marks = [ladder.warnAt, ...(ladder.cheaperModel === '' ? [] : [ladder.cheaperAt])]
  return (
    <li class={used >= most ? 'ended' : partOf(budget) * 100 >= Math.min(...marks) ? 'near' : ''}>
      <h3>{words.limits[limit]}</h3>
      <div
        class="usage-budget"
        role="meter"
        aria-label={words.limits[limit]}
        aria-valuemin={0}
        aria-valuemax={most}
        aria-valuenow={Math.min(used, most)}
        aria-valuetext={[usedWords, reservedWords].filter(Boolean).join('; ')}
      >
        <span class="reserved" style={{ inlineSize: percent(used + reserved) }} />
        <span class="used" style={{ inlineSize: percent(used) }} />
        {marks.map((at) => (
          <span key={at} class="mark" style={{ insetInlineStart: `${at}%` }} />
        ))}
      </div>
      <p>{usedWords}</p>
      {reservedWords && <p class="muted">{reservedWords}</p>}
      <p class="muted">{words.resets(moment(resetsAt))}</p>
    </li>
  )
}

function Steps({ seen }: { seen: BudgetsSeen }) {
  const words = budgetWords.value
  return (
    <div class="stack usage-ladder">
      <h3>{words.ladder}</h3>
      <ol>
        {rungsOf(seen).map(({ step, at, state }: Rung) => (
          <li key={step} class={state} aria-current={state === 'now' ? 'step' : undefined}>
            <strong>{words.at(share(at / 100))}</strong>
            <span>{words.does[step](seen.ladder.cheaperModel)}</span>
            <span class="badge">{words.states[state]}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}

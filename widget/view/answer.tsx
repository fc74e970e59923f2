import { h } from 'preact'
import type { ShownTurn } from '../turn.ts'

/** The words of an answer. The signal stands in the tree itself, so a delta touches one text node and renders nothing. */
export const Answer = ({ turn }: { turn: ShownTurn }) => (
  <div class="message answer" part="message" dir="auto">
    {turn.answer}
  </div>
)

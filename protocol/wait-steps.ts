/**
 * The steps of the ledger's latency histograms, in milliseconds; they continue with ten times these, a hundred times … A latency
 * belongs to the smallest step that is not shorter.
 */
export const WAIT_STEPS = [100, 150, 200, 300, 500, 700] as const

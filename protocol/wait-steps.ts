/**
 * The steps of the ledger's histograms of waits, in milliseconds; they go on with ten times these, a hundred times … A wait
 * belongs to the least step that is not shorter.
 */
export const WAIT_STEPS = [100, 150, 200, 300, 500, 700] as const

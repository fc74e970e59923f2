/** One failure. The body on the wire has `type` and `message`; the log has `owner`, if the owner can fix the problem. */
export interface FailureEntry {
  status: number
  type: string
  message: string
  owner?: string
}

/**
 * For how many days what a record says of a finding still speaks of today. A sign of years ago, never closed on a
 * problem list, is not a sign of now; a test carries its own day and needs none.
 */
export interface LookBack {
  readonly finding: string
  /** Recorded as there (or as a value) at most so many days ago; absent where it counts whatever its day. */
  readonly days?: number
  /** Recorded as absent at most so many days ago: absence grows old too. */
  readonly absentDays: number
  /** The statement that the finding serves here. */
  readonly statement: string
}

/** What reading a record needs to know beside the protocol. */
export interface LookBacks {
  readonly findings: readonly LookBack[]
  /** For a finding without a row: recorded absent at most so many days ago. */
  readonly absentDays: number
  /**
   * Where a record does not say the very day on which the pain began (only that it was recorded, or a month, or a year),
   * the last possible day stands for it once so many days have passed: the pain has lasted at least that long.
   */
  readonly vagueOnsetDays: number
  /** A report of a test without a coded result is told as "done, result not known" for so many days. */
  readonly reportDays: number
}

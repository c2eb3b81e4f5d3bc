/**
 * Every way in which the command line refuses, with what it means. Codes are stable: programs may match on them;
 * messages may improve. Findings have codes of their own (`PLB_FINDING_…`).
 */
export const cliErrors = {
  PLB_CLI_COMMAND: 'There is no such command.',
  PLB_CLI_OPTION: 'An option or argument is not known, misses its value, or has one that is not allowed.',
  PLB_CLI_FILE: 'A file cannot be read.',
  PLB_CLI_WRITE: 'A file cannot be written.',
  PLB_CLI_PROTOCOL: 'A saved protocol is not valid JSON.',
  PLB_CLI_PROTOCOL_CHANGED: 'A saved protocol was changed after it was saved; it is read as it is.',
  PLB_CLI_INTERNAL: 'A fault of this program.',
  PLB_CASE_EMPTY: 'The input holds no case.',
  PLB_CASE_ENCODING: 'The text is not UTF-8.',
  PLB_CASE_TOO_LONG: 'A case is longer than any case can be.',
  PLB_CASE_NOT_JSON: 'The text is not valid JSON.',
  PLB_CASE_NOT_OBJECT: 'The JSON is not an object.',
  PLB_CASE_MEMBER_TWICE: 'A member stands twice, so that it is not clear which counts.',
  PLB_CASE_MEMBER_UNKNOWN: 'The case has a member that it cannot have.',
  PLB_CASE_MEMBER_MISSING: 'The case misses a member.',
  PLB_CASE_MEMBER_VALUE: 'A member of the case has a value that is not allowed.',
  PLB_CASE_INVALID: 'The case was refused; its problems say where and why.',
  PLB_CASE_ID_TWICE: 'Two cases have the same id. Both are decided.',
  PLB_CASE_AS_OF_REPLACED: 'Cases name another as-of date than the option, which counts.',
} as const satisfies Readonly<Record<`PLB_${string}`, string>>

/** A code of the catalogue. */
export type CliErrorCode = keyof typeof cliErrors

/** One thing that is wrong: where, what, and what is allowed. It never repeats what was entered. */
export interface Problem {
  readonly code: string
  /** The member, as `findings.fever`; empty for the case as a whole. */
  readonly path: string
  readonly message: string
  readonly allowed: string
}

/** The command cannot be carried out: exit code 2, or 1 for a fault of the program. */
export class CliError extends Error {
  readonly code: CliErrorCode

  constructor(code: CliErrorCode, message: string) {
    super(message)
    this.name = 'CliError'
    this.code = code
  }
}

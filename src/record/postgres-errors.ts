import { RecordError, type RecordErrorCode } from './errors.ts'

/** SQLSTATE classes and codes; the longest that fits wins. */
const codeByState: Readonly<Record<string, RecordErrorCode>> = {
  // The connection, and a server that is starting, stopping or full.
  '08': 'PLB_RECORD_UNREACHABLE',
  '53300': 'PLB_RECORD_UNREACHABLE',
  '57P01': 'PLB_RECORD_UNREACHABLE',
  '57P02': 'PLB_RECORD_UNREACHABLE',
  '57P03': 'PLB_RECORD_UNREACHABLE',
  '57P05': 'PLB_RECORD_UNREACHABLE',
  '25P03': 'PLB_RECORD_UNREACHABLE',
  // Who may connect, and to what.
  '28': 'PLB_RECORD_CANNOT_OPEN',
  '3D': 'PLB_RECORD_CANNOT_OPEN',
  '42501': 'PLB_RECORD_CANNOT_OPEN',
  // Waited too long for a lock or for the answer.
  '40': 'PLB_RECORD_BUSY',
  '55P03': 'PLB_RECORD_BUSY',
  '57014': 'PLB_RECORD_BUSY',
  // What the machine of the database says.
  '25006': 'PLB_RECORD_READ_ONLY',
  '53100': 'PLB_RECORD_DISK_FULL',
  '53200': 'PLB_RECORD_UNREACHABLE',
  '58030': 'PLB_RECORD_IO',
  XX001: 'PLB_RECORD_DAMAGED',
  XX002: 'PLB_RECORD_DAMAGED',
}

/** Of Node's sockets and resolver. */
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'EACCES',
])

/** The package says these in words only. */
const lostInWords =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after)/

/**
 * Runs PostgreSQL work; its errors come out as `RecordError` with the code of the fault and the name of the place.
 *
 * Of a statement that was refused only the state is told: the database's own message may quote a value.
 *
 * @example await translatingPostgresErrors('localhost/plumbline', () => pool.query('SELECT 1'))
 */
export async function translatingPostgresErrors<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw translated(name, error)
  }
}

function translated(name: string, error: unknown): unknown {
  if (error instanceof RecordError || !(error instanceof Error)) return error
  const state = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const code = codeOf(error, state)
  const detail = state === undefined ? error.name : state
  // A refused statement may quote what was to be stored, as its cause too.
  const said = code === 'PLB_RECORD_FAILED' ? 'a statement was refused' : error.message || 'no connection'
  return new RecordError(code, `${name}: ${said} (${detail})`)
}

function codeOf(error: Error, state: string | undefined): RecordErrorCode {
  if (state === undefined) return isLost(error) ? 'PLB_RECORD_UNREACHABLE' : 'PLB_RECORD_FAILED'
  if (unreachable.has(state)) return 'PLB_RECORD_UNREACHABLE'
  return codeByState[state] ?? codeByState[state.slice(0, 2)] ?? 'PLB_RECORD_FAILED'
}

/** Several addresses of one host fail as an aggregate, whose own message is empty. */
function isLost(error: Error): boolean {
  return lostInWords.test(error.message) || error instanceof AggregateError
}

/**
 * Whether a connection is not to be used again after an error: it is lost, or leads to a server that takes no writes.
 *
 * @example isConnectionSpent(new RecordError('PLB_RECORD_UNREACHABLE', 'lost')) // true
 */
export function isConnectionSpent(error: unknown): boolean {
  return (
    error instanceof RecordError && (error.code === 'PLB_RECORD_UNREACHABLE' || error.code === 'PLB_RECORD_READ_ONLY')
  )
}

import { source, standard } from '../src/protocol/protocol.ts'
import type { ProtocolVersion } from '../src/service/protocol/version.ts'
import { readProtocol } from '../src/verify/read-protocol.ts'

/** How long pain may last before it is a red flag of its own, in the other version. */
export const longerMonthDays = 42

/**
 * A real version beside the built-in one, made by editing its data as a later build might: a longer month, and one
 * statement put into other words.
 */
export const laterVersion: ProtocolVersion = {
  standard: edited(standard),
  source: edited(source),
}

function edited(protocol: ProtocolVersion['standard']): ProtocolVersion['standard'] {
  const parameters = protocol.parameters.map((parameter) =>
    parameter.id === 'oneMonthDays' ? { ...parameter, value: longerMonthDays } : parameter,
  )
  const statements = protocol.statements.map((statement) =>
    statement.id === 'A1' ? { ...statement, text: `${statement.text} (Put otherwise.)` } : statement,
  )
  return readProtocol(JSON.parse(JSON.stringify({ ...protocol, version: '0.2.0', parameters, statements }))).protocol
}

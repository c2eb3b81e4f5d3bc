import { checkProtocol, type Protocol } from '../language/protocol.ts'

/** A saved protocol that is not written as protocols are: where, and what is allowed there. */
export class ProtocolFormError extends Error {
  readonly code = 'PLB_PROTOCOL_FORM'

  constructor(path: string, allowed: string) {
    super(`The saved protocol is not written as one${path === '' ? '' : `, at ${path}`}. Allowed: ${allowed}.`)
    this.name = 'ProtocolFormError'
  }
}

/** A saved protocol, and the hash that was saved with it, where there was one. */
export interface SavedProtocol {
  readonly protocol: Protocol
  readonly hash?: string
}

/**
 * Reads a protocol from JSON: what `plumbline protocol --json` prints, or its member `protocol` alone. Its form is
 * checked member by member, then its names (`checkProtocol`). Throws a ProtocolFormError or a ProtocolError.
 *
 * @example readProtocol(JSON.parse(saved)).protocol.layer // 'standard'
 */
export function readProtocol(saved: unknown): SavedProtocol {
  const outer = object(saved, '')
  const isWrapped = outer.protocol !== undefined
  const inner = isWrapped ? outer.protocol : saved
  protocolForm(inner, isWrapped ? 'protocol' : '')
  const protocol = inner as Protocol
  checkProtocol(protocol)
  return { protocol, ...(typeof outer.hash === 'string' ? { hash: outer.hash } : {}) }
}

type Form = (value: unknown, path: string) => void
type Members = Readonly<Record<string, unknown>>

function object(value: unknown, path: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ProtocolFormError(path, 'an object')
  return value as Members
}

const text: Form = (value, path) => {
  if (typeof value !== 'string') throw new ProtocolFormError(path, 'a text')
}
const number: Form = (value, path) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new ProtocolFormError(path, 'a number')
}
const yes: Form = (value, path) => {
  if (typeof value !== 'boolean') throw new ProtocolFormError(path, 'true or false')
}
const oneOf =
  (...allowed: readonly string[]): Form =>
  (value, path) => {
    if (typeof value !== 'string' || !allowed.includes(value))
      throw new ProtocolFormError(path, allowed.map((each) => `"${each}"`).join(', '))
  }
const listOf =
  (form: Form): Form =>
  (value, path) => {
    if (!Array.isArray(value)) throw new ProtocolFormError(path, 'a list')
    value.forEach((item, index) => {
      form(item, `${path}[${index}]`)
    })
  }
const optional =
  (form: Form): Form =>
  (value, path) => {
    if (value !== undefined) form(value, path)
  }
const members =
  (forms: Readonly<Record<string, Form>>): Form =>
  (value, path) => {
    const own = object(value, path)
    for (const [name, form] of Object.entries(forms)) form(own[name], path === '' ? name : `${path}.${name}`)
  }

const limit: Form = (value, path) =>
  'parameter' in object(value, path)
    ? members({ parameter: text })(value, path)
    : members({ finding: text, plus: optional(text), times: optional(text) })(value, path)

const condition: Form = (value, path) => {
  const { op } = object(value, path)
  oneOf(...Object.keys(OPERATIONS))(op, `${path}.op`)
  OPERATIONS[String(op)]?.(value, path)
}

const OPERATIONS: Readonly<Record<string, Form>> = {
  present: members({ finding: text }),
  done: members({ finding: text }),
  is: members({ finding: text, values: listOf(text) }),
  within: members({ finding: text, days: text }),
  compare: members({ finding: text, relation: oneOf('>', '>=', '<', '<='), limit }),
  not: members({ of: condition }),
  all: members({ of: listOf(condition) }),
  any: members({ of: listOf(condition) }),
  atLeast: members({ count: number, of: listOf(condition) }),
  defined: members({ condition: text }),
}

const timeUnit = oneOf('d', 'wk', 'a')

const findingForm: Form = (value, path) => {
  members({
    id: text,
    label: text,
    group: text,
    question: text,
    patientQuestion: optional(text),
    why: text,
    serves: listOf(text),
    unrecorded: oneOf('notKnown', 'notDone'),
    appliesWhen: optional(condition),
    askedAlone: optional(yes),
    kind: oneOf('sign', 'choice', 'quantity', 'date'),
  })(value, path)
  const { kind } = object(value, path)
  if (kind === 'choice') members({ values: listOf(members({ id: text, label: text })) })(value, path)
  if (kind === 'quantity')
    members({
      unit: text,
      minimum: number,
      maximum: number,
      decimals: number,
      grows: optional(timeUnit),
      elapsed: optional(members({ from: text, unit: timeUnit, until: optional(text), only: optional(yes) })),
    })(value, path)
}

const match = members({ decision: text, outcomes: listOf(text) })

const protocolForm: Form = members({
  name: text,
  version: text,
  layer: text,
  parameters: listOf(members({ id: text, label: text, value: number, unit: text, statement: text })),
  findings: listOf(findingForm),
  constraints: listOf(members({ id: text, impossible: condition, because: text })),
  statements: listOf(
    members({
      id: text,
      kind: oneOf('context', 'red flag', 'rule', 'serious', 'knowledge', 'reading', 'addition'),
      text,
      differences: listOf(members({ text, reference: text, checked: text })),
      references: listOf(text),
    }),
  ),
  conditions: listOf(
    members({
      id: text,
      label: text,
      shows: optional(oneOf('red flag', 'feature', 'note')),
      definitions: listOf(members({ id: text, label: text, statements: listOf(text), when: condition })),
    }),
  ),
  decisions: listOf(
    members({
      id: text,
      label: text,
      kind: oneOf('urgency', 'scope', 'order', 'treatment', 'referral', 'review', 'advice'),
      outcomes: listOf(
        members({
          id: text,
          label: text,
          stance: optional(oneOf('recommended', 'consider', 'not advised', 'withhold')),
          action: optional(text),
        }),
      ),
      rules: listOf(
        members({ id: text, statements: listOf(text), exceptionTo: listOf(text), when: condition, then: text }),
      ),
    }),
  ),
  nextSteps: listOf(
    members({ id: text, label: text, does: listOf(match), asks: optional(yes), given: optional(listOf(match)) }),
  ),
})

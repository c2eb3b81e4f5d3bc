import { describe, expect, test } from 'vitest'
import { referenceTo } from '../evaluate/decide.ts'
import { contentHash } from '../language/hash.ts'
import { source, standard } from '../protocol/protocol.ts'
import { readProtocol } from './read-protocol.ts'

const copy = (value: unknown) => JSON.parse(JSON.stringify(value))

/** A saved protocol with one member set otherwise. */
function saved(change: (protocol: ReturnType<typeof copy>) => void): unknown {
  const protocol = copy(standard)
  change(protocol)
  return protocol
}

describe('a saved protocol', () => {
  test.each([source, standard])('of the layer $layer is read back as it was, with its hash or without', (layer) => {
    const whole = copy({ ...referenceTo(layer), protocol: layer })
    expect(readProtocol(whole)).toEqual({ protocol: layer, hash: contentHash(layer) })
    expect(readProtocol(copy(layer))).toEqual({ protocol: layer })
  })

  test.each<[string, unknown, string, string]>([
    ['a text', 'protocol', 'PLB_PROTOCOL_FORM', 'an object'],
    ['a list', [], 'PLB_PROTOCOL_FORM', 'an object'],
    ['nothing', {}, 'PLB_PROTOCOL_FORM', 'at name'],
    ['null inside', { protocol: null }, 'PLB_PROTOCOL_FORM', 'at protocol'],
    [
      'a limit in words',
      saved((p) => Object.assign(p.parameters[0], { value: '30' })),
      'PLB_PROTOCOL_FORM',
      'at parameters[0].value',
    ],
    [
      'an unknown kind of finding',
      saved((p) => Object.assign(p.findings[0], { kind: 'image' })),
      'PLB_PROTOCOL_FORM',
      'at findings[0].kind',
    ],
    [
      'an unknown operation',
      saved((p) => Object.assign(p.constraints[0].impossible, { op: 'maybe' })),
      'PLB_PROTOCOL_FORM',
      'at constraints[0].impossible.op',
    ],
    [
      'a rule without its outcome',
      saved((p) => delete p.decisions[0].rules[0].then),
      'PLB_PROTOCOL_FORM',
      'at decisions[0].rules[0].then',
    ],
    [
      'a misspelt outcome',
      saved((p) => Object.assign(p.decisions[0].rules[0], { then: 'somewhen' })),
      'PLB_PROTOCOL_UNKNOWN_NAME',
      'somewhen',
    ],
    [
      'two defaults',
      saved((p) => Object.assign(p.decisions[0].rules[1], { exceptionTo: [] })),
      'PLB_PROTOCOL_DEFAULT',
      'urgency',
    ],
  ])('that is or has %s is refused, with the place and what is allowed', (_, value, code, said) => {
    expect(() => readProtocol(value)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(said) }))
  })
})

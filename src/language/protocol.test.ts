import { describe, expect, test } from 'vitest'
import { all, named, not } from './condition.ts'
import { advice, decision } from './decision.ts'
import { ProtocolError } from './errors.ts'
import { parameters, quantity, sign, vocabulary } from './finding.ts'
import { assemble, checkProtocol, compareStatementIds, type LayerParts, type Protocol } from './protocol.ts'
import { adds, everyOtherRule, reads, says } from './statement.ts'

const words = { label: 'l', group: 'g', question: 'q?', why: 'w.', serves: ['A1'] }
const { terms: findings, definitions } = vocabulary({
  wet: sign(words),
  cold: sign(words),
  size: quantity({ unit: 'cm', minimum: 0, maximum: 9, ...words }),
})
const limits = parameters({
  small: { label: 'small', value: 3, unit: 'cm', statement: 'A1' },
  unspoken: { label: 'of a statement that the layer does not speak', value: 1, unit: 'cm', statement: 'X9' },
})
const miserable = named('miserable', 'miserable')
const unused = named('unused', 'defined by nothing in this layer')
const coat = decision('coat', 'Coat', 'order', {
  none: { label: 'no coat' },
  light: { label: 'a light coat', stance: 'consider' },
  heavy: { label: 'a heavy coat', stance: 'recommended' },
})
const tea = advice('tea', 'Tea', 'Make tea')

const A1 = says('A1', 'rule')`Who is wet and cold   is
  miserable.`
const A2 = says('A2', 'rule')`The miserable wear a coat.`
const I10 = reads('I10')`Small is up to 3 cm.`
const isMiserable = A1.defines(miserable, 'isMiserable', 'wet and cold', {
  when: all(findings.wet.present, findings.cold.present),
})
const noCoat = A2.byDefault(coat, 'noCoat', 'none')
const heavyCoat = A2.decides(coat, 'heavyCoat', { exceptionTo: [noCoat], when: miserable, then: 'heavy', cites: [A1] })
const lightCoat = I10.decides(coat, 'lightCoat', {
  exceptionTo: [heavyCoat],
  when: findings.size.atMost(limits.small),
  then: 'light',
})
const chapter = { A1, A2, I10, isMiserable, noCoat, heavyCoat, lightCoat }

const parts: LayerParts = {
  name: 'weather',
  version: '1.0.0',
  layer: 'plain',
  parameters: limits,
  findings: definitions,
  constraints: [],
  conditions: [miserable, unused],
  decisions: [coat, tea],
  chapters: [chapter],
  nextSteps: [
    { id: 'dress', label: 'Dress', does: [{ decision: 'coat', outcomes: ['heavy'] }] },
    { id: 'drink', label: 'Drink', does: [{ decision: 'tea', outcomes: ['say'] }] },
    { id: 'ask', label: 'Ask', does: [], asks: true },
  ],
}
const protocol = assemble(parts)

/** The code of the error that an act throws; undefined where it throws none. */
function codeOf(act: () => unknown): string | undefined {
  try {
    act()
    return undefined
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return error.code
  }
}

describe('a layer', () => {
  test('holds its statements in the order a reader counts, with their text as one line', () => {
    expect(protocol.statements.map(({ id }) => id)).toEqual(['A1', 'A2', 'I10'])
    expect(protocol.statements[0]?.text).toBe('Who is wet and cold is miserable.')
  })

  test('drops what it does not use: conditions nobody defines, decisions nobody decides, their steps and parameters', () => {
    expect(protocol.conditions.map(({ id }) => id)).toEqual(['miserable'])
    expect(protocol.decisions.map(({ id }) => id)).toEqual(['coat'])
    expect(protocol.nextSteps.map(({ id }) => id)).toEqual(['dress', 'ask'])
    expect(protocol.parameters.map(({ id }) => id)).toEqual(['small'])
  })

  test('gives each rule its statements, its own first', () => {
    expect(protocol.decisions[0]?.rules.find(({ id }) => id === 'heavyCoat')?.statements).toEqual(['A2', 'A1'])
  })

  test('puts the default first, and every rule after those it excepts, however the chapter lists them', () => {
    const turned = assemble({ ...parts, chapters: [Object.fromEntries(Object.entries(chapter).reverse())] })
    for (const { decisions } of [protocol, turned])
      expect(decisions[0]?.rules.map(({ id }) => id)).toEqual(['noCoat', 'heavyCoat', 'lightCoat'])
  })

  test('an addition says what it rests on, or that it rests on nothing that could be checked', () => {
    const X1 = adds('X1')`More tea.`.cites('A cookery book', 'Another')
    const X2 = adds('X2')`Less tea.`.unreferenced()
    expect(X1.statement.references).toEqual(['A cookery book', 'Another'])
    expect(X2.statement.references).toEqual(['clinical consensus, unreferenced'])
  })

  test('keeps where guidance differs at the statement', () => {
    const differing = A2.whereGuidanceDiffers('An umbrella will do.', 'Umbrella makers', 'seen')
    expect(differing.statement.differences).toEqual([
      { text: 'An umbrella will do.', reference: 'Umbrella makers', checked: 'seen' },
    ])
    expect(A2.statement.differences).toEqual([])
  })

  test('orders statements as a reader counts: X2 before X10', () => {
    expect(['X10', 'B2', 'X2', 'A1', 'B10'].sort(compareStatementIds)).toEqual(['A1', 'B2', 'B10', 'X2', 'X10'])
  })
})

describe('a rule that speaks before every other', () => {
  const never = I10.decides(coat, 'never', { exceptionTo: everyOtherRule(), when: findings.wet.absent, then: 'none' })
  const unlessCold = I10.decides(coat, 'unlessCold', {
    exceptionTo: [never],
    when: findings.cold.present,
    then: 'light',
  })

  test('excepts all rules of its decision, save its own exceptions', () => {
    const { decisions } = assemble({ ...parts, chapters: [chapter, { never, unlessCold }] })
    const exceptionsTo = Object.fromEntries((decisions[0]?.rules ?? []).map(({ id, exceptionTo }) => [id, exceptionTo]))
    expect(exceptionsTo).toEqual({
      noCoat: [],
      heavyCoat: ['noCoat'],
      lightCoat: ['heavyCoat'],
      never: ['heavyCoat', 'lightCoat', 'noCoat'],
      unlessCold: ['never'],
    })
  })

  test('two of them: the one that names the other speaks before it', () => {
    const always = I10.decides(coat, 'always', {
      exceptionTo: everyOtherRule(never),
      when: findings.cold.present,
      then: 'heavy',
    })
    const { decisions } = assemble({ ...parts, chapters: [chapter, { never, always }] })
    const rules = decisions[0]?.rules ?? []
    expect(rules.find(({ id }) => id === 'always')?.exceptionTo).toEqual(['heavyCoat', 'lightCoat', 'never', 'noCoat'])
    expect(rules.find(({ id }) => id === 'never')?.exceptionTo).toEqual(['heavyCoat', 'lightCoat', 'noCoat'])
  })

  test('of another decision it excepts nothing', () => {
    const noTea = A2.byDefault(tea, 'noTea', 'none')
    const { decisions } = assemble({ ...parts, chapters: [chapter, { never, noTea }] })
    expect(decisions.find(({ id }) => id === 'tea')?.rules[0]?.exceptionTo).toEqual([])
  })
})

describe('a layer that cannot be is refused', () => {
  test('PLB_PROTOCOL_DUPLICATE: two rules of one id', () => {
    const again = A2.decides(coat, 'heavyCoat', { exceptionTo: [noCoat], when: findings.wet.present, then: 'heavy' })
    expect(codeOf(() => assemble({ ...parts, chapters: [chapter, { again }] }))).toBe('PLB_PROTOCOL_DUPLICATE')
  })

  test('PLB_PROTOCOL_UNKNOWN_NAME: an exception to a rule that the layer lacks', () => {
    const { heavyCoat: left, ...without } = chapter
    expect(left.id).toBe('heavyCoat')
    expect(codeOf(() => assemble({ ...parts, chapters: [without] }))).toBe('PLB_PROTOCOL_UNKNOWN_NAME')
  })

  test('PLB_PROTOCOL_CIRCLE: rules that except each other', () => {
    const one = { ...heavyCoat, id: 'one', exceptionTo: ['noCoat', 'other'] }
    const other = { ...heavyCoat, id: 'other', exceptionTo: ['one'] }
    expect(codeOf(() => assemble({ ...parts, chapters: [{ A1, A2, noCoat, one, other }] }))).toBe('PLB_PROTOCOL_CIRCLE')
  })

  test('PLB_PROTOCOL_DEFAULT: a decision with two defaults', () => {
    const another = A1.byDefault(coat, 'another', 'none')
    expect(codeOf(() => assemble({ ...parts, chapters: [chapter, { another }] }))).toBe('PLB_PROTOCOL_DEFAULT')
  })

  test('PLB_PROTOCOL_NO_STATEMENT: a rule that cites nothing', () => {
    const silent = { ...lightCoat, id: 'silent', statements: [] }
    expect(codeOf(() => assemble({ ...parts, chapters: [chapter, { silent }] }))).toBe('PLB_PROTOCOL_NO_STATEMENT')
  })
})

describe('a protocol that comes from outside is checked', () => {
  /** A copy in which one text stands for another. */
  const edited = (from: string, to: string): Protocol => JSON.parse(JSON.stringify(protocol).replace(from, to))

  test('a sound one passes', () => {
    expect(codeOf(() => checkProtocol(edited('', '')))).toBeUndefined()
  })

  test.each([
    ['a finding', '"op":"present","finding":"wet"', '"op":"present","finding":"wett"', 'PLB_PROTOCOL_UNKNOWN_NAME'],
    ['a parameter', '"parameter":"small"', '"parameter":"smal"', 'PLB_PROTOCOL_UNKNOWN_NAME'],
    ['an outcome', '"then":"heavy"', '"then":"heavier"', 'PLB_PROTOCOL_UNKNOWN_NAME'],
    ['a statement', '"statements":["A2","A1"]', '"statements":["A2","A9"]', 'PLB_PROTOCOL_UNKNOWN_NAME'],
    ['the decision of a step', '"decision":"coat"', '"decision":"coats"', 'PLB_PROTOCOL_UNKNOWN_NAME'],
    ['the outcome of a step', '"outcomes":["heavy"]', '"outcomes":["weighty"]', 'PLB_PROTOCOL_UNKNOWN_NAME'],
    ['a condition', '"condition":"miserable"', '"condition":"cheerful"', 'PLB_PROTOCOL_CIRCLE'],
    ['itself as its exception', '"exceptionTo":["heavyCoat"]', '"exceptionTo":["lightCoat"]', 'PLB_PROTOCOL_CIRCLE'],
    ['no default', '"exceptionTo":[]', '"exceptionTo":["heavyCoat"]', 'PLB_PROTOCOL_DEFAULT'],
    ['no statement', '"statements":["I10"]', '"statements":[]', 'PLB_PROTOCOL_NO_STATEMENT'],
    ['the same finding twice', '"id":"cold"', '"id":"wet"', 'PLB_PROTOCOL_DUPLICATE'],
    ['the same statement twice', '"id":"A2"', '"id":"A1"', 'PLB_PROTOCOL_DUPLICATE'],
  ])('%s that is not there, or not allowed: %s', (_, from, to, code) => {
    expect(JSON.stringify(protocol)).toContain(from)
    expect(codeOf(() => checkProtocol(edited(from, to)))).toBe(code)
  })

  test('a condition that mentions itself is a circle', () => {
    const circular = edited('{"op":"present","finding":"wet"}', '{"op":"defined","condition":"miserable"}')
    expect(codeOf(() => checkProtocol(circular))).toBe('PLB_PROTOCOL_CIRCLE')
  })

  test('the message says where, and what is not there', () => {
    expect(() => checkProtocol(edited('"then":"heavy"', '"then":"heavier"'))).toThrow(/heavyCoat.*heavier/)
  })

  test('names inside "applies when" and constraints are checked too', () => {
    const wrong = { op: 'present', finding: 'nowhere' } as const
    const [first, ...rest] = protocol.findings
    if (!first) throw new Error('the protocol has no finding')
    expect(codeOf(() => checkProtocol({ ...protocol, findings: [{ ...first, appliesWhen: wrong }, ...rest] }))).toBe(
      'PLB_PROTOCOL_UNKNOWN_NAME',
    )
    const constraints = [{ id: 'c', impossible: not(wrong), because: 'it is' }]
    expect(codeOf(() => checkProtocol({ ...protocol, constraints }))).toBe('PLB_PROTOCOL_UNKNOWN_NAME')
  })
})

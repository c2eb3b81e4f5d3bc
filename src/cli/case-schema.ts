import { allowedValues } from '../evaluate/read-findings.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Protocol } from '../language/protocol.ts'

/** A JSON Schema or a part of one. */
type Schema = Readonly<Record<string, unknown>>

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'
const DAY: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$', format: 'date' }

/**
 * The schema of one case as `plumbline decide` reads it (JSON Schema 2020-12), made from the protocol's vocabulary.
 * Both layers share one vocabulary, so either protocol gives the same text.
 *
 * @example produceCaseSchema(standard) // '{\n  "$schema": "https://json-schema.org/draft/2020-12/schema",\n …'
 */
export function produceCaseSchema(protocol: Protocol): string {
  const entered = protocol.findings.filter(canBeEntered)
  return print({
    $schema: DIALECT,
    title: 'A case',
    description: `A patient on a day, as findings of the protocol ${protocol.name}; described in docs/cases.md.`,
    type: 'object',
    properties: {
      id: { type: 'string', minLength: 1, maxLength: 200, description: 'Returned with the decision.' },
      asOf: { ...DAY, description: 'The day for which to decide; without it, today or what the command line says.' },
      findings: { $ref: '#/$defs/findings' },
      note: { description: 'For whoever writes it; decides nothing.' },
      $schema: { type: 'string', description: 'Where an editor finds this schema.' },
    },
    required: ['findings'],
    additionalProperties: false,
    $defs: {
      day: DAY,
      findings: {
        description: 'What is recorded, by finding id. A finding that is left out is not known, or a test not done.',
        type: 'object',
        properties: Object.fromEntries(entered.map((finding) => [finding.id, findingSchema(finding)])),
        additionalProperties: false,
      },
      values: Object.fromEntries(entered.map((finding) => [finding.id, valueSchema(finding)])),
    },
  })
}

/** Counted from dates only, so never entered. */
function canBeEntered(finding: FindingDefinition): boolean {
  return !(finding.kind === 'quantity' && finding.elapsed?.only)
}

function findingSchema({ id, label, question }: FindingDefinition): Schema {
  const value = { $ref: `#/$defs/values/${id}` }
  return {
    title: label,
    description: question,
    anyOf: [
      value,
      {
        type: 'object',
        properties: { value, observedOn: { $ref: '#/$defs/day' } },
        required: ['value'],
        additionalProperties: false,
      },
    ],
  }
}

function valueSchema(finding: FindingDefinition): Schema {
  const words = { enum: allowedValues(finding) }
  if (finding.kind === 'date') return { anyOf: [DAY, words] }
  if (finding.kind !== 'quantity') return words
  const { unit, minimum, maximum, decimals } = finding
  const number = { type: decimals === 0 ? 'integer' : 'number', minimum, maximum }
  return { description: `${unit} (UCUM)`, anyOf: [number, words] }
}

/**
 * The schema of one file of `cases/`: clinical cases with what is expected of every engine, and why.
 *
 * @example produceClinicalCasesSchema(standard, source) // '{\n  "$schema": …'
 */
export function produceClinicalCasesSchema(protocol: Protocol, ...otherLayers: readonly Protocol[]): string {
  const layers = [protocol, ...otherLayers]
  const { decisions } = protocol
  const kinds = (kind: string) => decisions.filter((decision) => decision.kind === kind).map(({ id }) => id)
  const levels = decisions.filter(({ kind }) => kind === 'urgency').flatMap(({ outcomes }) => outcomes)
  const actions = decisions
    .filter(({ kind }) => kind !== 'urgency' && kind !== 'scope' && kind !== 'advice')
    .flatMap(({ id, outcomes }) => outcomes.flatMap(({ stance, action }) => (stance ? [action ?? id] : [])))
  const entered = protocol.findings.filter(canBeEntered).map(({ id }) => id)
  const lists = {
    statement: protocol.statements.map(({ id }) => id),
    finding: entered,
    level: levels.map(({ id }) => id),
    advice: kinds('advice'),
    step: protocol.nextSteps.map(({ id }) => id),
    layer: layers.map(({ layer }) => layer),
    stance: ['recommended', 'consider', 'withhold', 'not advised', 'none'],
  }
  const enums = Object.entries(lists).map(([name, values]) => [name, { enum: values }])
  return print({
    $schema: DIALECT,
    title: 'A file of clinical cases',
    description: 'Cases written by hand from the clinical text, run by every engine; described in docs/cases.md.',
    ...record(
      {
        $schema: { type: 'string' },
        chapter: { type: 'string', minLength: 5 },
        asOf: { $ref: '#/$defs/day', description: 'The day for every case of the file that gives none.' },
        cases: { type: 'array', minItems: 1, items: { $ref: '#/$defs/case' } },
      },
      ['chapter', 'asOf', 'cases'],
    ),
    $defs: {
      ...Object.fromEntries(enums),
      day: DAY,
      caseId: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+){2,}$' },
      ...expectationSchemas([...new Set(actions)]),
      case: clinicalCaseSchema(),
    },
  })
}

function clinicalCaseSchema(): Schema {
  return record(
    {
      id: { $ref: '#/$defs/caseId' },
      situation: { type: 'string', minLength: 15 },
      layer: { $ref: '#/$defs/layer' },
      asOf: { $ref: '#/$defs/day' },
      base: { type: 'string', description: 'A patient of cases/patients.json; findings override theirs.' },
      findings: { $ref: 'case.schema.json#/$defs/findings' },
      expect: { $ref: '#/$defs/expect' },
      tests: { ...list('statement'), minItems: 1 },
      doesNotApply: { type: 'array', items: { $ref: '#/$defs/doesNotApply' }, minItems: 1 },
      nearMissOf: { anyOf: [{ $ref: '#/$defs/caseId' }, list('caseId')] },
      because: { type: 'string', minLength: 20 },
    },
    ['id', 'situation', 'findings', 'expect', 'tests', 'because'],
  )
}

function expectationSchemas(actions: readonly string[]): Schema {
  const level = { $ref: '#/$defs/level' }
  const stances = { anyOf: [{ $ref: '#/$defs/stance' }, list('stance')] }
  const yes = { const: true }
  return {
    expect: {
      ...record({
        status: { enum: ['complete', 'incomplete', 'outOfScope'] },
        urgency: record({ level, atLeast: level, atMost: level, settled: { type: 'boolean' } }),
        redFlags: list('statement'),
        noRedFlags: yes,
        notRedFlags: list('statement'),
        features: list('statement'),
        notes: list('statement'),
        actions: record(Object.fromEntries(actions.map((action) => [action, { $ref: '#/$defs/action' }]))),
        notDefinite: { type: 'array', items: { enum: actions } },
        referral: { type: 'string', pattern: '^[a-z]+$' },
        advice: record({ say: list('advice'), notSay: list('advice') }),
        next: { $ref: '#/$defs/step' },
        missing: record({
          include: list('finding'),
          exclude: list('finding'),
          first: { anyOf: [{ $ref: '#/$defs/finding' }, list('finding')] },
          none: yes,
        }),
        refused: { type: 'array', items: { type: 'string', pattern: '^PLB_[A-Z_]+$' }, minItems: 1 },
      }),
      minProperties: 1,
    },
    action: {
      anyOf: [
        stances,
        record(
          { stance: stances, outcome: { type: 'string' }, definite: { type: 'boolean' }, cites: list('statement') },
          ['stance'],
        ),
      ],
    },
    doesNotApply: {
      anyOf: [
        { $ref: '#/$defs/statement' },
        record({ statement: { $ref: '#/$defs/statement' }, action: { enum: actions }, stance: stances }, [
          'statement',
          'action',
          'stance',
        ]),
      ],
    },
  }
}

function list(name: string): Schema {
  return { type: 'array', items: { $ref: `#/$defs/${name}` }, uniqueItems: true }
}

function record(properties: Schema, required: readonly string[] = []): Schema {
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}), additionalProperties: false }
}

const LINE = 120

function print(schema: Schema): string {
  return `${render(schema, '', 0)}\n`
}

/** JSON as the formatter writes it: a list of plain values on one line where it fits, all else opened. */
function render(value: unknown, indent: string, before: number): string {
  const deeper = `${indent}  `
  if (Array.isArray(value)) {
    const line = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`
    const isPlain = value.every((item) => typeof item !== 'object')
    if (value.length === 0 || (isPlain && before + line.length < LINE)) return line
    return `[\n${value.map((item) => deeper + render(item, deeper, deeper.length)).join(',\n')}\n${indent}]`
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(([key, member]) => {
    const start = `${deeper}${JSON.stringify(key)}: `
    return start + render(member, deeper, start.length)
  })
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`
}

import { describe, expect, test } from 'vitest'
import { type ConditionData, findingsOf, walk } from '../language/condition.ts'
import type { Protocol } from '../language/protocol.ts'
import { source, standard } from './protocol.ts'

/** CLINICAL.md section 1: the statements of the source, by kind. */
const SOURCE_STATEMENTS = {
  context: ['A1', 'A2'],
  'red flag': ['B1', 'B2', 'B3', 'B4', 'B5', 'B6'],
  rule: ['B7', 'C1', 'C2', 'C3', 'C4', 'C6', 'D1', 'D2', 'D3', 'E7', 'F1'],
  knowledge: ['C5'],
  serious: ['E1', 'E2', 'E3', 'E4', 'E5', 'E6'],
  reading: Array.from({ length: 14 }, (_, index) => `I${index + 1}`),
}
const ADDITIONS = Array.from({ length: 13 }, (_, index) => `X${index + 1}`)

/** Recorded for the letter and the review; no rule reads them. */
const FOR_THE_LETTER_ONLY = ['primarySite', 'legPain', 'severity']
/** Only an examination or a clinician's judgement can answer these. */
const FOR_THE_CLINICIAN_ONLY = [
  'reflexOrGaitChange',
  'otherSystemicIllnessSuspected',
  'worseOnPalpation',
  'inflammatoryPattern',
  'midlineSpinalTenderness',
  'pulsatileAbdominalMassOrKnownAneurysm',
  'aneurysmOnFilm',
]

function conditionsIn(protocol: Protocol): readonly ConditionData[] {
  return [
    ...protocol.conditions.flatMap((condition) => condition.definitions.map(({ when }) => when)),
    ...protocol.decisions.flatMap((decision) => decision.rules.map(({ when }) => when)),
  ]
}

function citedBy(protocol: Protocol): ReadonlySet<string> {
  return new Set([
    ...protocol.conditions.flatMap((condition) => condition.definitions.flatMap(({ statements }) => statements)),
    ...protocol.decisions.flatMap((decision) => decision.rules.flatMap(({ statements }) => statements)),
  ])
}

function parameter(id: string): number | undefined {
  return standard.parameters.find((candidate) => candidate.id === id)?.value
}

describe('the layers', () => {
  test('source holds exactly the statements of the source and our readings of them', () => {
    for (const [kind, ids] of Object.entries(SOURCE_STATEMENTS))
      expect(source.statements.filter((statement) => statement.kind === kind).map(({ id }) => id)).toEqual(ids)
    expect(source.statements).toHaveLength(Object.values(SOURCE_STATEMENTS).flat().length)
  })

  test('standard is the source with X1 to X13, each saying what it rests on', () => {
    const added = standard.statements.filter((statement) => !source.statements.some(({ id }) => id === statement.id))
    expect(added.map(({ id }) => id)).toEqual(ADDITIONS)
    for (const addition of added) expect(addition.references).not.toHaveLength(0)
    for (const statement of source.statements) expect(standard.statements).toContainEqual(statement)
  })

  test('standard keeps every definition and every rule of the source', () => {
    for (const condition of source.conditions) {
      const kept = standard.conditions.find(({ id }) => id === condition.id)?.definitions ?? []
      for (const definition of condition.definitions) expect(kept).toContainEqual(definition)
    }
    for (const decision of source.decisions) {
      const kept = standard.decisions.find(({ id }) => id === decision.id)?.rules ?? []
      for (const { id, when, then } of decision.rules)
        expect(kept.find((rule) => rule.id === id)).toMatchObject({ when, then })
    }
  })

  test.each([source, standard])(
    'every red flag, rule, serious feature and addition of $layer is cited by a rule',
    (protocol) => {
      const cited = citedBy(protocol)
      const mustBeCited = protocol.statements.filter(({ kind }) =>
        ['red flag', 'rule', 'serious', 'addition'].includes(kind),
      )
      expect(mustBeCited.filter(({ id }) => !cited.has(id)).map(({ id }) => id)).toEqual([])
    },
  )

  test('differences from published guidance stand at the statements of CLINICAL.md section 4', () => {
    const differing = standard.statements.filter(({ differences }) => differences.length > 0).map(({ id }) => id)
    for (const id of ['B3', 'B6', 'C1', 'C4', 'C6', 'D1']) expect(differing).toContain(id)
  })
})

describe('the vocabulary', () => {
  test('every finding is asked with a reason and serves statements that exist', () => {
    const statements = new Set(standard.statements.map(({ id }) => id))
    for (const finding of standard.findings) {
      expect(finding.question, finding.id).not.toBe('')
      expect(finding.why, finding.id).toMatch(/\.$/)
      expect(finding.serves.length, finding.id).toBeGreaterThan(0)
      for (const id of finding.serves) expect(statements, `${finding.id} serves ${id}`).toContain(id)
    }
  })

  test('every symptom can be asked of the patient, save what only a clinician can say', () => {
    const unasked = standard.findings.filter(({ kind, patientQuestion }) => kind === 'sign' && !patientQuestion)
    expect(unasked.map(({ id }) => id).sort()).toEqual([...FOR_THE_CLINICIAN_ONLY].sort())
  })

  test('every finding is read by a rule, save those kept for the letter', () => {
    const read = new Set<string>()
    const note = (part: ConditionData) =>
      'finding' in part &&
      findingsOf(part).forEach((finding) => {
        read.add(finding)
      })
    for (const when of conditionsIn(standard)) walk(when, note)
    for (const finding of standard.findings)
      if (finding.kind === 'quantity' && finding.elapsed && read.has(finding.id)) read.add(finding.elapsed.from)
    expect(
      standard.findings
        .filter(({ id }) => !read.has(id))
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...FOR_THE_LETTER_ONLY].sort())
  })

  test('bladder, bowel, saddle, both legs and a progressive deficit are asked one by one, and first after the person', () => {
    const alone = standard.findings.filter(({ askedAlone }) => askedAlone).map(({ id }) => id)
    expect(alone).toEqual([
      'urinaryIncontinence',
      'faecalIncontinence',
      'newDifficultyPassingUrine',
      'saddleNumbness',
      'weaknessInBothLegs',
      'progressiveDeficit',
    ])
    const groups = [...new Set(standard.findings.map(({ group }) => group))]
    expect(groups.slice(0, 2)).toEqual(['Person', 'Emergency'])
  })

  test('a symptom that is not recorded is not known; a test that is not recorded is not done', () => {
    const notDone = standard.findings.filter(({ unrecorded }) => unrecorded === 'notDone').map(({ id }) => id)
    for (const id of ['xray', 'esrMmPerHour', 'mri', 'treatmentStartedOn', 'reviewOutcome'])
      expect(notDone).toContain(id)
    for (const id of [
      'fever',
      'weakness',
      'cancerHistory',
      'nightPain',
      'durationDays',
      'ageYears',
      'pregnant',
      'anticoagulant',
    ])
      expect(notDone).not.toContain(id)
  })
})

describe('the parameters', () => {
  test('the numbers of CLINICAL.md stand once, with the statement that fixes them', () => {
    expect(parameter('oneMonthDays')).toBe(30)
    expect(parameter('adultAgeYears')).toBe(18)
    expect(parameter('feverCelsius')).toBe(38)
    expect([parameter('reviewOpensDays'), parameter('reviewClosesDays')]).toEqual([14, 42])
    expect(parameter('currentResultDays')).toBe(90)
    expect([parameter('fractureAgeYears'), parameter('olderFractureAgeYears')]).toEqual([50, 70])
    expect(parameter('vascularAgeYears')).toBe(50)
    expect(parameter('nsaidCautionAgeYears')).toBe(65)
    expect(parameter('nsaidPregnancyWeeks')).toBe(20)
    expect([parameter('esrAgeOffsetMen'), parameter('esrAgeOffsetWomen'), parameter('esrLimitPerYear')]).toEqual([
      0, 10, 0.5,
    ])
  })
})

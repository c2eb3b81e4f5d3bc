import { describe, expect, test } from 'vitest'
import { resultFindings } from '../../src/care/protocol-ids.ts'
import type { Guarantee } from '../../src/language/claim.ts'
import type { ConditionData } from '../../src/language/condition.ts'
import type { DecisionDefinition, Protocol, RuleData } from '../../src/language/protocol.ts'
import { guarantees } from '../../src/protocol/guarantees.ts'
import { alwaysTold, ordinaryPatient } from '../../src/protocol/ordinary.ts'
import { source, standard } from '../../src/protocol/protocol.ts'
import { askedBy, type Model, modelOf, recordedModelOf } from '../../src/verify/prove.ts'
import { type Checked, checkGuarantee } from '../../src/verify/report.ts'
import { structureOf } from '../../src/verify/structure.ts'

function modelWith(planted: Protocol): Model {
  const alsoRead = askedBy(guarantees.flatMap(({ claims }) => claims))
  return modelOf([source, planted], undefined, { alsoRead, ordinary: ordinaryPatient })
}

function checked(id: string, wording: Guarantee['wording'], planted: Protocol): Checked {
  const guarantee = guarantees.find((each) => each.id === id && each.wording === wording)
  if (!guarantee) throw new RangeError(id)
  return checkGuarantee(guarantee, 'standard', modelWith(planted), alwaysTold)
}

/** What is told of the patient who refutes it, beside age and sex. */
function toldOf({ counterexample }: Checked): readonly string[] {
  const told = counterexample?.shown.at(-1)?.patient.told ?? []
  return told.slice(alwaysTold.length).map(({ finding, value }) => `${finding} ${value}`)
}

function withRule(
  id: string,
  change: (rule: RuleData, decision: DecisionDefinition) => RuleData | undefined,
): Protocol {
  return {
    ...standard,
    decisions: standard.decisions.map((decision) => ({
      ...decision,
      rules: decision.rules.flatMap((rule) => (rule.id === id ? (change(rule, decision) ?? []) : rule)),
    })),
  }
}

function withDefinition(id: string, change: (when: ConditionData) => ConditionData): Protocol {
  return {
    ...standard,
    conditions: standard.conditions.map((condition) => ({
      ...condition,
      definitions: condition.definitions.map((each) => (each.id === id ? { ...each, when: change(each.when) } : each)),
    })),
  }
}

const never: ConditionData = { op: 'any', of: [] }

describe('a bug that is planted in the protocol is told as a patient', () => {
  test('a flag without a referral: one red flag and nothing else', () => {
    const { status, isAsExpected, ...rest } = checked(
      'V7',
      'specified',
      withRule('redFlagIsReferred', (rule) => ({ ...rule, then: 'none' })),
    )
    expect({ status, isAsExpected }).toEqual({ status: 'refuted', isAsExpected: false })
    const told = toldOf({ status, isAsExpected, ...rest })
    expect(told).toHaveLength(1)
    const [shown] = rest.counterexample?.shown ?? []
    expect(shown?.answers).toEqual([
      expect.objectContaining({
        decision: 'surgicalReferral',
        outcome: 'none',
        rules: [expect.objectContaining({ id: 'redFlagIsReferred' })],
      }),
    ])
  })

  test('a contraindication that blocks nothing: an NSAID is recommended beside it', () => {
    const loose = withDefinition('blockedByContraindication', () => never)
    const planted = {
      ...loose,
      decisions: loose.decisions.map((decision) => ({
        ...decision,
        rules: decision.rules.map((rule) => (rule.id === 'contraindicatedNsaid' ? { ...rule, when: never } : rule)),
      })),
    }
    const found = checked('V10', 'specified', planted)
    expect(found.status).toBe('refuted')
    expect(toldOf(found)).toHaveLength(1)
    expect(found.counterexample?.shown[0]?.answers[0]).toMatchObject({ decision: 'nsaid', outcome: 'recommended' })
  })

  test('an emergency MRI that forgets the one just made', () => {
    const found = checked(
      'V12',
      'specified',
      withRule('emergencyMri', (rule) => ({ ...rule, when: { op: 'defined', condition: 'spineEmergency' } })),
    )
    expect(found.status).toBe('refuted')
    expect(found.counterexample?.shown[0]?.patient.findings.mri?.value).toBe('normal')
    expect(found.counterexample?.shown[0]?.answers[0]).toMatchObject({ decision: 'mri', outcome: 'emergency' })
  })

  test('a red flag that, once present, takes the urgency away: before and after', () => {
    const found = checked(
      'V4',
      'proposed',
      withDefinition('urgentForGeneralSymptoms', (when) => ({
        op: 'all',
        of: [when, { op: 'not', of: { op: 'present', finding: 'unexplainedWeightLoss' } }],
      })),
    )
    expect(found.counterexample?.names).toEqual(['unexplainedWeightLoss', 'urgency'])
    expect(found.counterexample?.shown.map(({ setting, answers }) => [setting, answers[0]?.outcome])).toEqual([
      ['before', 'urgent'],
      ['after', 'soon'],
    ])
  })

  test('a rule that can never speak, by its name', () => {
    const found = checked(
      'V11',
      'specified',
      withRule('pregnantXray', (rule) => ({ ...rule, when: never })),
    )
    expect(found).toMatchObject({ status: 'refuted', names: ['pregnantXray'] })
  })

  test('two rules that disagree: a conflict, with the patient', () => {
    const planted = withRule('mriAfterBothAbnormal', (rule) => ({ ...rule, then: 'notAdvised' }))
    const model = modelWith(planted)
    const { conflicts } = structureOf('standard', model, recordedModelOf(model), { results: resultFindings })
    expect(conflicts.length).toBeGreaterThan(0)
    for (const { rules, answers, cases } of conflicts) {
      expect(rules).toContain('mriAfterBothAbnormal')
      expect(cases).toBeGreaterThan(0n)
      expect(answers[0]?.rules.map(({ id }) => id)).toEqual(expect.arrayContaining([...rules]))
    }
    expect(checked('V1', 'specified', planted).status).toBe('refuted')
  })
})

describe('what stands out in the rules as they are', () => {
  const model = modelWith(standard)
  const recorded = recordedModelOf(model)
  const [inSource, inStandard] = ['source', 'standard'].map((layer) =>
    structureOf(layer, model, recorded, { results: resultFindings, alwaysTold }),
  )

  test('no rules disagree, and every rule decides something', () => {
    for (const structure of [inSource, inStandard]) expect(structure).toMatchObject({ conflicts: [], indecisive: [] })
  })

  test('the source is silent after one abnormal test, after two normal ones with a red flag, and on what an MRI shows', () => {
    const situations = inSource?.gaps.map(({ situation }) =>
      situation.filter(({ holds }) => holds).map(({ label }) => label),
    )
    const [xray, esr] = ['X-ray of the back on record', 'ESR on record']
    expect(situations).toContainEqual([xray, esr, 'the X-ray is abnormal'])
    expect(situations).toContainEqual([xray, esr, 'the ESR is raised'])
    expect(situations).toContainEqual([xray, esr])
    expect(inSource?.unreadResults).toEqual([{ decision: 'mri', finding: 'mri' }])
    expect(inStandard?.unreadResults).toEqual([])
  })

  test('a test is ordered again with a current result only in an emergency, as the text on repeating it says', () => {
    const current = inStandard?.repeated.filter(({ isCurrent }) => isCurrent)
    expect(current?.map(({ decision, outcome }) => [decision, outcome])).toEqual([['mri', 'consider']])
    expect(current?.[0]?.answers[0]?.rules.map(({ id }) => id)).toEqual(['repeatMri'])
  })
})

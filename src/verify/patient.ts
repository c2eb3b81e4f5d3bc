import type { CaseSpace } from '../diagram/case-space.ts'
import type { Ordinary } from '../diagram/component.ts'
import { FALSE, type Node } from '../diagram/diagram.ts'
import { oddFinding } from '../diagram/oddities.ts'
import { type Case, holdsOf, oddness, ordinaryCase, type RecordedCase, recordedCase } from '../diagram/patients.ts'
import { answer } from '../evaluate/answer.ts'
import { evidence } from '../evaluate/explain.ts'
import { situate } from '../evaluate/situation.ts'
import { type Reading, read } from '../evaluate/truth.ts'
import { addDays, type CalendarDate } from '../language/date.ts'
import type { Stance } from '../language/decision.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Protocol } from '../language/protocol.ts'
import type { PatientTold } from '../language/question.ts'
import type { LayerModel } from './prove.ts'

/** The day on which every patient of a proof is seen: nothing depends on it, but records have days. */
export const SEEN_ON: CalendarDate = '2026-03-15'

/** A finding as it is told of a patient: "saddle numbness: present". */
export interface Told {
  readonly finding: string
  readonly label: string
  readonly value: string
  /** Days before the patient is seen, where it was not observed on that day. */
  readonly daysBefore?: number
}

/** A patient of a proof: what is recorded, and what of it a reader must know. */
export interface Patient {
  readonly asOf: CalendarDate
  /** Everything that is recorded: it can be decided as it stands. */
  readonly findings: RecordedCase
  /** What is always told (age, sex), then what is out of the ordinary; all else is ordinary. */
  readonly told: readonly Told[]
}

/** What one decision answers for a patient, by the interpreter. */
export interface GivenAnswer {
  readonly decision: string
  readonly label: string
  readonly outcome: string
  /** The outcome in words; empty for one that says nothing. */
  readonly says: string
  /** How strongly it is put; absent where nothing is asked of anyone. */
  readonly stance?: Stance
  readonly rules: readonly { readonly id: string; readonly statements: readonly string[] }[]
  /** Where it is not settled: the weakest and the strongest outcome that what is not known still allows, in words. */
  readonly bounds?: { readonly atLeast: string; readonly atMost: string }
}

/**
 * A case as a patient. `alwaysTold` are findings that a reader expects of every patient.
 *
 * @example patientOf(space, found, standard, ['ageYears', 'sexAtBirth']).told[0].value // '40 years'
 */
export function patientOf(
  space: CaseSpace,
  found: Case,
  protocol: Protocol,
  alwaysTold: readonly string[] = [],
): Patient {
  const findings = recordedCase(space, found, SEEN_ON)
  const odd = new Set(
    space.placed.flatMap(({ states }, index) => [...(states[found[index] ?? 0]?.odd.keys() ?? [])].map(oddFinding)),
  )
  const reading = readingOf(findings, protocol)
  const isTold = ({ id, appliesWhen }: FindingDefinition) =>
    alwaysTold.includes(id) || odd.has(id) || (appliesWhen && reading.situation.get(id)?.is === 'notKnown')
  const ids = protocol.findings.filter(isTold).map(({ id }) => id)
  const told = [...alwaysTold.filter((id) => ids.includes(id)), ...ids.filter((id) => !alwaysTold.includes(id))]
  return { asOf: SEEN_ON, findings, told: told.map((id) => toldOf(id, reading)) }
}

function readingOf(findings: RecordedCase, protocol: Protocol): Reading {
  return read(protocol, situate(protocol, findings, SEEN_ON))
}

function toldOf(id: string, reading: Reading): Told {
  const { finding, label, value } = evidence(id, reading)
  const state = reading.situation.get(id)
  const daysBefore = state?.is === 'value' ? state.ageDays : 0
  return { finding, label, value, ...(daysBefore > 0 ? { daysBefore } : {}) }
}

/**
 * A patient who is ordinary but for what is told: every sign that is asked absent, every test not done.
 *
 * @example patientTold({ saddleNumbness: 'present' }, standard, ordinaryPatient, ['ageYears']).told.length // 2
 */
export function patientTold(
  told: PatientTold,
  protocol: Protocol,
  ordinary: Ordinary,
  alwaysTold: readonly string[] = [],
): Patient {
  const findings: Record<string, RecordedCase[string]> = {}
  for (const finding of protocol.findings) {
    const given = told[finding.id] ?? (finding.unrecorded === 'notDone' ? undefined : ordinaryValue(finding, ordinary))
    if (given === undefined) continue
    const days = typeof given === 'object' ? given.daysBefore : 0
    const observedOn = addDays(SEEN_ON, -days)
    const value = finding.kind === 'date' ? observedOn : typeof given === 'object' ? given.value : given
    if (value !== undefined) findings[finding.id] = { value, observedOn }
  }
  const reading = readingOf(findings, protocol)
  const others = protocol.findings.map(({ id }) => id).filter((id) => id in told && !alwaysTold.includes(id))
  return { asOf: SEEN_ON, findings, told: [...alwaysTold, ...others].map((id) => toldOf(id, reading)) }
}

function ordinaryValue(finding: FindingDefinition, ordinary: Ordinary): string | number | undefined {
  const usual = ordinary[finding.id]
  if (typeof usual === 'number') return finding.appliesWhen ? undefined : usual
  if (usual !== undefined) return usual[0]
  if (finding.kind === 'sign') return 'absent'
  return finding.kind === 'choice' && !finding.appliesWhen ? finding.values[0]?.id : undefined
}

/**
 * What the interpreter answers for a patient, decision by decision.
 *
 * @example answersFor(patient, standard, ['urgency'])[0].outcome // 'emergency'
 */
export function answersFor(
  patient: Pick<Patient, 'findings'>,
  protocol: Protocol,
  decisions: readonly string[],
): readonly GivenAnswer[] {
  const reading = readingOf(patient.findings, protocol)
  return protocol.decisions
    .filter(({ id }) => decisions.includes(id))
    .map((decision): GivenAnswer => {
      const { outcome, rules, atLeast, atMost, settled } = answer(decision, reading)
      const found = decision.outcomes.find(({ id }) => id === outcome)
      const says = (outcomeId: string) => decision.outcomes.find(({ id }) => id === outcomeId)?.label || outcomeId
      return {
        decision: decision.id,
        label: decision.label,
        outcome,
        says: found?.label ?? '',
        ...(found?.stance ? { stance: found.stance } : {}),
        rules: rules.map(({ id, statements }) => ({ id, statements })),
        ...(settled ? {} : { bounds: { atLeast: says(atLeast), atMost: says(atMost) } }),
      }
    })
}

/**
 * The most ordinary case of a function; of two that are about as ordinary, one in which every finding that applies is
 * known, and no other recorded.
 *
 * @example exampleOf(standardLayer, emergencies) // one emergency sign, everything else absent
 */
export function exampleOf(layer: LayerModel, where: Node): Case | undefined {
  const { space } = layer.regions
  const found = ordinaryCase(space, where)
  const plain = found && ordinaryCase(space, space.diagram.and(where, askedAndAnswered(layer)))
  return plain && oddness(space, plain) - oddness(space, found) < 0.5 ? plain : found
}

const answered = new WeakMap<LayerModel, Node>()

/** The cases in which no finding is silent that applies, or might, and none recorded that does not. */
function askedAndAnswered(layer: LayerModel): Node {
  const known = answered.get(layer)
  if (known !== undefined) return known
  const { space } = layer.regions
  const open = space.placed.flatMap((placed) =>
    placed.component.findings.flatMap(({ id }) => {
      const appliesWhen = layer.protocol.findings.find((finding) => finding.id === id)?.appliesWhen
      if (!appliesWhen) return []
      const { fails } = layer.regions.region(appliesWhen)
      const silent = space.where(placed, ({ samples }) => samples.get(id)?.is === 'notKnown')
      const recorded = space.where(placed, ({ samples }) => samples.get(id)?.is === 'value')
      return [space.diagram.without(silent, fails), space.diagram.and(recorded, fails)]
    }),
  )
  const result = space.diagram.not(space.diagram.or(...open))
  answered.set(layer, result)
  return result
}

/** A diagram and the interpreter answer one patient otherwise: one of them is wrong, and no proof can be trusted. */
export class DisagreementError extends Error {
  readonly code = 'PLB_VERIFY_DISAGREEMENT'

  constructor(decision: string) {
    super(`The diagrams and the interpreter answer ${decision} otherwise for the same patient. Please report it.`)
    this.name = 'DisagreementError'
  }
}

/**
 * Replays a case of a proof through the interpreter: the answers, which must be those of the diagrams.
 * Throws a DisagreementError where they are not.
 *
 * @example replay(layer, found, patient, ['urgency'])
 */
export function replay(
  layer: LayerModel,
  found: Case,
  patient: Patient,
  decisions: readonly string[],
): readonly GivenAnswer[] {
  const answers = answersFor(patient, layer.protocol, decisions)
  for (const { decision, outcome } of answers) {
    const { regions, decisions: known } = layer
    const now = known.get(decision)?.now.get(outcome) ?? FALSE
    if (!holdsOf(regions.space, now, found)) throw new DisagreementError(decision)
  }
  return answers
}

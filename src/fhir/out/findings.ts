import type { CodeableConcept, Coding, Observation } from '@medplum/fhirtypes'
import type { FindingDefinition } from '../../language/finding.ts'
import type { Protocol } from '../../language/protocol.ts'
import { conditionCodes } from '../codes/conditions.ts'
import { quantityCodes } from '../codes/observations.ts'
import { own, systems } from '../systems.ts'
import { resourceId } from './ids.ts'
import { narrative } from './text.ts'
import type { Whose } from './whose.ts'

/** Findings with their days, by id. */
export type WrittenFindings = Readonly<
  Record<string, { readonly value: string | number; readonly observedOn?: string }>
>

/** Who the patient is stands in the Patient. */
const OF_THE_PATIENT = ['birthDate', 'sexAtBirth']
const DATA_ABSENT = 'http://terminology.hl7.org/CodeSystem/data-absent-reason'

/**
 * Findings as Observations under our own code, beside the standard one where it means the same. A test that was not done
 * has none: that is what silence on a test means. `isError` names what was amended or moved away since.
 *
 * @example findingObservations(findings, standard, whose).map(({ valueBoolean }) => valueBoolean) // [true, false]
 */
export function findingObservations(
  findings: WrittenFindings,
  protocol: Protocol,
  whose: Whose,
  isError: (finding: string, value: string | number, observedOn: string) => boolean = () => false,
): readonly (Observation & { id: string })[] {
  return protocol.findings.flatMap((definition) => {
    const finding = findings[definition.id]
    if (finding === undefined || finding.value === 'notDone' || OF_THE_PATIENT.includes(definition.id)) return []
    const observedOn = finding.observedOn ?? whose.asOf
    return [
      {
        resourceType: 'Observation' as const,
        id: observationId(definition.id, finding.value, observedOn, whose),
        text: narrative([`${definition.label}: ${wordsOf(definition, finding.value)} (${observedOn})`]),
        status: isError(definition.id, finding.value, observedOn) ? ('entered-in-error' as const) : ('final' as const),
        code: { coding: codesOf(definition), text: definition.label },
        subject: whose.subject,
        effectiveDateTime: observedOn,
        ...valueOfFinding(definition, finding.value),
      },
    ]
  })
}

/**
 * The id of the Observation that a finding had a value on a day.
 *
 * @example observationId('fever', 'present', '2026-03-01', whose)
 */
export function observationId(finding: string, value: string | number, observedOn: string, { scope }: Whose): string {
  return resourceId('Observation', scope, finding, value, observedOn)
}

function codesOf({ id, label }: FindingDefinition): Coding[] {
  const loinc = quantityCodes.find(({ finding }) => finding === id)?.loinc[0]
  const snomed = conditionCodes.find(
    ({ means = [] }) => means.length === 1 && means[0]?.finding === id && means[0].whole === true,
  )?.codes.snomed?.[0]
  return [
    { system: own.findings, code: id, display: label },
    ...(loinc === undefined ? [] : [{ system: systems.loinc, code: loinc }]),
    ...(snomed === undefined ? [] : [{ system: systems.snomed, code: snomed }]),
  ]
}

function wordsOf(definition: FindingDefinition, value: string | number): string {
  if (value === 'notKnown') return 'not known'
  if (definition.kind === 'choice') return definition.values.find(({ id }) => id === value)?.label ?? String(value)
  return definition.kind === 'quantity' ? `${value} ${definition.unit}` : String(value)
}

function valueOfFinding(definition: FindingDefinition, value: string | number): Partial<Observation> {
  if (value === 'notKnown') {
    const dataAbsentReason: CodeableConcept = { coding: [{ system: DATA_ABSENT, code: 'unknown' }] }
    return { dataAbsentReason }
  }
  if (definition.kind === 'sign') return { valueBoolean: value === 'present' }
  if (definition.kind === 'choice') {
    const display = definition.values.find(({ id }) => id === value)?.label
    const coding = { system: own.values, code: String(value), ...(display === undefined ? {} : { display }) }
    return { valueCodeableConcept: { coding: [coding] } }
  }
  if (definition.kind === 'date') return { valueDateTime: String(value) }
  const unit = { unit: definition.unit, system: systems.ucum, code: definition.unit }
  return { valueQuantity: { value: Number(value), ...unit } }
}

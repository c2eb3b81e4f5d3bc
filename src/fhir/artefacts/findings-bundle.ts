import type { Bundle, Observation } from '@medplum/fhirtypes'
import type { CalendarDate } from '../../language/date.ts'
import type { FindingDefinition } from '../../language/finding.ts'
import type { Protocol } from '../../language/protocol.ts'
import { systems } from '../systems.ts'
import { artefactIds, canonicalsUnder, isCounted } from './names.ts'

/** A finding as recorded, as `readFindings` gives it. */
export interface RecordedFinding {
  readonly value: string | number
  readonly observedOn?: CalendarDate
}

const ABSENT = 'http://terminology.hl7.org/CodeSystem/data-absent-reason'

/**
 * Recorded findings as the exported logic reads them: a patient, and an Observation for each, by the codes of the
 * protocol's own CodeSystems. A finding of no date was observed on `asOf`.
 *
 * @example findingsBundle(standard, { fever: { value: 'absent' } }, { patient: 'p1', asOf: '2026-03-15', base }).entry.length // 2
 */
export function findingsBundle(
  protocol: Protocol,
  recorded: Readonly<Record<string, RecordedFinding>>,
  { patient, asOf, base }: { readonly patient: string; readonly asOf: CalendarDate; readonly base: string },
): Bundle {
  const canonical = canonicalsUnder(base)
  const ids = artefactIds(protocol)
  const ownSystems = { findings: canonical('CodeSystem', ids.findings), answers: canonical('CodeSystem', ids.answers) }
  const observations = protocol.findings.flatMap((finding): Observation[] => {
    const own = recorded[finding.id]
    if (own === undefined || isCounted(finding)) return []
    return [
      {
        resourceType: 'Observation',
        id: `${patient}-${finding.id}`,
        status: 'final',
        code: { coding: [{ system: ownSystems.findings, code: finding.id, display: finding.label }] },
        subject: { reference: `Patient/${patient}` },
        effectiveDateTime: own.observedOn ?? asOf,
        ...answerOf(finding, own.value, ownSystems.answers),
      },
    ]
  })
  const resources = [{ resourceType: 'Patient' as const, id: patient }, ...observations]
  return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) }
}

function answerOf(finding: FindingDefinition, value: string | number, answers: string): Partial<Observation> {
  if (value === 'notKnown') return absent('unknown', 'Unknown')
  if (value === 'notDone') return absent('not-performed', 'Not Performed')
  switch (finding.kind) {
    case 'sign':
      return { valueBoolean: value === 'present' }
    case 'choice': {
      const display = finding.values.find(({ id }) => id === value)?.label
      const code = String(value)
      return { valueCodeableConcept: { coding: [{ system: answers, code, ...(display ? { display } : {}) }] } }
    }
    case 'quantity':
      return { valueQuantity: { value: Number(value), unit: finding.unit, system: systems.ucum, code: finding.unit } }
    case 'date':
      return { valueDateTime: String(value) }
  }
}

const absent = (code: string, display: string): Partial<Observation> => ({
  dataAbsentReason: { coding: [{ system: ABSENT, code, display }] },
})

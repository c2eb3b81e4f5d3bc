import { patientResources } from '../../fhir/out/patient-bundle.ts'
import type { Written } from '../../fhir/out/references.ts'
import type { EventRecord } from '../../record/contract.ts'
import { ServiceError } from '../errors.ts'
import { patientView } from '../patients/patient-view.ts'
import type { AdoptedProtocol } from '../protocol/adoptions.ts'

/**
 * Everything recorded of a patient as FHIR, or of some of the episodes alone. Whoever turned out to be another is not
 * found: everything stands under the other.
 *
 * @throws `PLB_PATIENT_NOT_FOUND`
 * @example (await everythingOf(record, patientId, '2026-03-15', adoptions.current()))[0]?.resourceType // 'Patient'
 */
export async function everythingOf(
  record: EventRecord,
  patientId: string,
  today: string,
  protocol: AdoptedProtocol,
  only?: readonly string[],
): Promise<readonly Written[]> {
  const view = await patientView(record, patientId, today, protocol)
  if (view.patientId !== patientId) throw new ServiceError('PLB_PATIENT_NOT_FOUND')
  const asked = view.episodes.filter(({ episodeId }) => only === undefined || only.includes(episodeId))
  const episodes = asked.map(({ state }) => state)
  const told = patientResources({ patientId, patient: view.patient, episodes, protocol: protocol.standard })
  // An observation that a decision was signed on is told with the decision, too: it is one resource.
  const all = [...new Map(told.toReversed().map((each) => [each.id, each] as const)).values()].toReversed()
  const tag = view.patient.demo ? all.find(({ resourceType }) => resourceType === 'Patient')?.meta?.tag : undefined
  // An invented patient's resource may be taken out alone: each says so.
  return tag === undefined ? all : all.map((each) => ({ ...each, meta: { ...each.meta, tag } }))
}

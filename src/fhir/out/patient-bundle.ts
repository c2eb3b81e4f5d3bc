import type { Bundle } from '@medplum/fhirtypes'
import type { Episode } from '../../care/episode.ts'
import type { PatientDetails } from '../../care/events.ts'
import type { Protocol } from '../../language/protocol.ts'
import { episodeResources } from './episode.ts'
import { patientResource } from './patient.ts'
import { type BundleAs, bundleOf, type Written } from './references.ts'

/** A patient with all episodes, each as it stands on the day that is asked for. */
export interface PatientFacts {
  readonly patientId: string
  readonly patient: PatientDetails
  readonly episodes: readonly Episode[]
  readonly protocol: Protocol
}

/**
 * Everything recorded of a patient, as resources: what a search by patient is answered from.
 *
 * @example patientResources(facts).filter(({ resourceType }) => resourceType === 'Observation')
 */
export function patientResources({ patientId, patient, episodes, protocol }: PatientFacts): readonly Written[] {
  return [patientResource(patientId, patient), ...episodes.flatMap((episode) => episodeResources(episode, protocol))]
}

/**
 * Everything recorded of a patient, as the answer to `Patient/…/$everything`. The same record on the same day gives the same
 * bundle.
 *
 * @example patientBundle(facts, { type: 'searchset', base: 'https://clinic.example/fhir' }).total // 23
 */
export function patientBundle(facts: PatientFacts, as: BundleAs = { type: 'searchset' }): Bundle {
  return bundleOf(patientResources(facts), as)
}

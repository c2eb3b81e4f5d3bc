import type { Provenance } from '@medplum/fhirtypes'
import type { CurrentFinding, EarlierValue, Episode } from '../../care/episode.ts'
import type { ReadFrom } from '../../care/events.ts'
import type { Protocol } from '../../language/protocol.ts'
import { own } from '../systems.ts'
import { findingObservations, observationId } from './findings.ts'
import { resourceId } from './ids.ts'
import type { Whose } from './whose.ts'

const PARTICIPANT = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type'

type Confirmed = (CurrentFinding | EarlierValue) & { readonly from: readonly ReadFrom[] }

/**
 * Whence answers come that were confirmed from another record: the resources as they were read there, and who confirmed.
 * What was amended since has none, as it has no Observation of its own.
 *
 * @example sourceProvenances(episode, standard, whose)[0]?.entity?.[0]?.what.reference // 'https://ehr.example/fhir/Condition/7'
 */
export function sourceProvenances(
  { findings }: Pick<Episode, 'findings'>,
  protocol: Protocol,
  whose: Whose,
): readonly (Provenance & { id: string })[] {
  return Object.entries(findings).flatMap(([id, { earlier, ...current }]) =>
    [{ ...current, earlier }, ...earlier.filter(({ reason }) => reason === undefined)]
      .filter((each): each is Confirmed => each.from !== undefined && each.from.length > 0)
      .filter(
        ({ value, observedOn }) => findingObservations({ [id]: { value, observedOn } }, protocol, whose).length > 0,
      )
      .map((each) => sourceProvenance(id, each, whose)),
  )
}

function sourceProvenance(
  finding: string,
  { value, observedOn, by, recordedAt, sequence, from }: Confirmed,
  whose: Whose,
): Provenance & { id: string } {
  return {
    resourceType: 'Provenance',
    id: resourceId('Provenance', whose.scope, 'source', finding, value, observedOn, sequence),
    target: [{ reference: `Observation/${observationId(finding, value, observedOn, whose)}` }],
    recorded: recordedAt,
    activity: { text: 'Read in another record, and confirmed' },
    agent: [
      {
        type: { coding: [{ system: PARTICIPANT, code: 'verifier', display: 'Verifier' }] },
        who: { identifier: { system: own.accountId, value: by }, display: 'Who confirmed it' },
      },
    ],
    entity: from.map((each) => ({
      role: 'source',
      what: {
        reference: `${each.server.replace(/\/+$/, '')}/${each.resource}`,
        display: `${each.record}: ${asRead(each)}`,
      },
    })),
  }
}

/** The resource as it was read: its name there, its statuses, and the date that was used. */
function asRead({ resource, says, status, date, dateOf }: ReadFrom): string {
  const day = date === undefined ? 'without a date' : [dateOf, date].filter(Boolean).join(' ')
  return `${resource}${says ? ` “${says}”` : ''} (${[status, day].filter(Boolean).join('; ')})`
}

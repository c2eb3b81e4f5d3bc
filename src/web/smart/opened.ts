import { createContext, useContext, useSyncExternalStore } from 'react'
import type { RecordReading } from '../../fhir/in/read-record.ts'
import type { Launched } from '../../service/api/smart.ts'
import { send, signedInAs } from '../api.ts'
import type { ConfirmedSource } from './confirmed.ts'
import { forgetLaunch } from './launch-keys.ts'

/** Another record, open on one patient: kept while this page is, and nowhere else. */
export interface OpenedRecord {
  /** Who opened it: workspace and account. */
  readonly owner: string
  /** How people call it, and its FHIR server. */
  readonly name: string
  readonly server: string
  /** Who that is here. */
  readonly patientId: string
  readonly patientName: string
  /** Who that is there. */
  readonly thereId: string
  readonly launchId: string
  /** Whether the user there is known to be the person here: only then can be signed while it is open. */
  readonly isBound: boolean
  /** The user there could be said to be the person here. */
  readonly mayBind: boolean
  /** The user there, as a person reads it: `Kei Ono (Practitioner/7)`. */
  readonly user?: string
  /** The clinician who launched, as that record calls them: `Practitioner/7`. */
  readonly author?: string
  readonly reading: RecordReading
  /** Types of resource that could not be read, whole or in part. */
  readonly unread: readonly string[]
  /** Types of resource that may be written there. */
  readonly writes: readonly string[]
  /** Writes one, once: what is there already is not written again. */
  write(resource: object, key: string): Promise<void>
}

let opened: OpenedRecord | undefined
const listeners = new Set<() => void>()

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Makes another record the one that is open in this window. */
export function openRecord(record: OpenedRecord): void {
  opened = record
  for (const listener of listeners) listener()
}

/** Says to the service that the user there is the person here, and takes note of it. */
export async function bindUser(record: OpenedRecord): Promise<void> {
  await send<Launched>('POST', `/api/smart/launches/${record.launchId}/binding`)
  openRecord({ ...record, isBound: true, mayBind: false })
}

/**
 * The launch of the record that is open on a patient: it goes with what is recorded of that patient meanwhile.
 *
 * @example launchOpenOn('6f1c…') // '0b7e…'
 */
export function launchOpenOn(patientId: string): string | undefined {
  return opened?.owner === signedInAs() && opened.patientId === patientId ? opened.launchId : undefined
}

/** Closes the other record, and forgets the token. */
export function closeRecord(): void {
  opened = undefined
  forgetLaunch()
  for (const listener of listeners) listener()
}

/** The other record that the person signed in has open in this window, if any, whoever it is about. */
export function useOpenedRecord(): OpenedRecord | undefined {
  return useSyncExternalStore(listen, () => (opened?.owner === signedInAs() ? opened : undefined))
}

/** The other record, where it is about the patient of the screen; nothing where it is about another. */
export const RecordContext = createContext<OpenedRecord | undefined>(undefined)

/** Keeps, beside an answer that was confirmed, where it stood in the other record. */
export const SourceContext = createContext<((finding: string, source: ConfirmedSource) => void) | undefined>(undefined)

/** The other record of the patient of this screen. */
export function useRecordHere(): OpenedRecord | undefined {
  return useContext(RecordContext)
}

import { createContext, useContext, useSyncExternalStore } from 'react'
import type { RecordReading } from '../../fhir/in/read-record.ts'
import { signedInAs } from '../api.ts'
import { forgetLaunch } from './launch-keys.ts'

/** Another record, open on one patient: kept while this page is, and nowhere else. */
export interface OpenedRecord {
  /** Who opened it: workspace and account. */
  readonly owner: string
  /** How people call it. */
  readonly name: string
  /** Who that is here. */
  readonly patientId: string
  readonly patientName: string
  /** Who that is there. */
  readonly thereId: string
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

/** The other record of the patient of this screen. */
export function useRecordHere(): OpenedRecord | undefined {
  return useContext(RecordContext)
}

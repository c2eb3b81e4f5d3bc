import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bundle, Resource } from '@medplum/fhirtypes'
import { decide } from '../src/evaluate/decide.ts'
import { readFindings } from '../src/evaluate/read-findings.ts'
import type { RecordedFindings } from '../src/evaluate/situation.ts'
import { decisionBundle } from '../src/fhir/out/decision.ts'
import { patientBundle } from '../src/fhir/out/patient-bundle.ts'
import type { BundleAs } from '../src/fhir/out/references.ts'
import { source, standard } from '../src/protocol/protocol.ts'
import { openRecord } from '../src/record/record.ts'
import { demoPatients } from '../src/service/demo/patients.ts'
import { seedDemo } from '../src/service/demo/seed.ts'
import { exportedOf } from '../src/service/fhir/exported.ts'
import { readPatientDocuments } from '../src/service/patients/patient-list.ts'
import { patientView } from '../src/service/patients/patient-view.ts'
import { projectors } from '../src/service/projectors.ts'
import { openAdoptions } from '../src/service/protocol/adoptions.ts'
import { builtInVersion } from '../src/service/protocol/version.ts'
import { datesIn } from '../src/service/site-date.ts'
import { clinicalCases } from '../tests/engines/clinical-case.ts'
import { layerNamed } from '../tests/engines/interpreter.ts'

/** A resource that Plumbline writes, and where. */
export interface Exported {
  readonly from: string
  readonly resource: Resource
}

/** The resources of the package, of both layers. */
export function packageResources(): readonly Exported[] {
  return [standard, source].flatMap((protocol) =>
    exportedOf(protocol).map((artefact) => ({
      from: `package, layer ${protocol.layer}: ${artefact.resourceType}/${artefact.id}`,
      resource: artefact as unknown as Resource,
    })),
  )
}

/** A case of `cases/` with its findings read; those that the protocol refuses have no decision, and are left out. */
export interface DecidedCase {
  readonly id: string
  readonly layer: string
  readonly asOf: string
  readonly findings: RecordedFindings
}

/** Every case of `cases/` that can be decided. */
export function decidedCases(): readonly DecidedCase[] {
  return clinicalCases().flatMap(({ id, layer, asOf, findings: entered }) => {
    const read = readFindings(layerNamed(layer), entered, asOf)
    return read.ok ? [{ id, layer, asOf, findings: read.findings }] : []
  })
}

/** The decision of every case: as a collection that is proposed, and as a transaction that a clinician signed. */
export function decisionBundles(): readonly Exported[] {
  return decidedCases().flatMap(({ id, layer, asOf, findings }) => {
    const protocol = layerNamed(layer)
    const facts = {
      decision: decide(protocol, findings, asOf),
      ...{ findings, protocol, patientId: 'patient-1', scope: id },
    }
    const as = (type: BundleAs['type'], signedBy?: string): Exported => ({
      from: `case ${id}, ${type}`,
      resource: decisionBundle(
        { ...facts, author: { recordedAt: `${asOf}T10:00:00Z`, ...(signedBy === undefined ? {} : { signedBy }) } },
        { type },
      ),
    })
    return [as('collection'), as('transaction', 'account-1')]
  })
}

/** Everything recorded of each demo patient, entered through the commands that people use. */
export async function demoBundles(): Promise<readonly Exported[]> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-conformance-'))
  const today = '2026-03-14'
  const now = new Date(`${today}T09:00:00Z`)
  const record = await openRecord({ path: join(folder, 'demo.sqlite'), projectors })
  const protocols = await openRecord({ path: join(folder, 'protocol.sqlite') })
  try {
    const protocol = (await openAdoptions(protocols, builtInVersion, now, today)).current()
    await seedDemo(record, now, datesIn('UTC'), protocol)
    const patientIds = [...new Set((await readPatientDocuments(record)).map(({ patientId }) => patientId))]
    if (patientIds.length !== demoPatients.length) throw new Error('not every demo patient is in the record')
    const views = await Promise.all(patientIds.map((patientId) => patientView(record, patientId, today, protocol)))
    return views.map(({ patientId, patient, episodes }) => {
      const facts = { patientId, patient, episodes: episodes.map(({ state }) => state), protocol: protocol.standard }
      return {
        from: `demo patient ${patient.recordNumber}`,
        resource: patientBundle(facts, { type: 'searchset', base: 'https://clinic.example/fhir' }),
      }
    })
  } finally {
    await record.close()
    await protocols.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A bundle with each resource in it by itself, since not every validator looks inside. */
export function alsoInside({ from, resource }: Exported): readonly Exported[] {
  if (resource.resourceType !== 'Bundle') return [{ from, resource }]
  const inside = ((resource as Bundle).entry ?? []).flatMap((entry) => (entry.resource ? [entry.resource] : []))
  return [
    { from, resource },
    ...inside.map((each) => ({ from: `${from}: ${each.resourceType}/${each.id}`, resource: each })),
  ]
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPostgres, type PrivatePostgres, startPostgres } from '../scripts/postgres.mjs'
import type { StoredEvent } from '../src/record/record.ts'
import { type Migrated, migrateStores } from '../src/service/migrate.ts'
import { openStores } from '../src/service/stores.ts'
import { clinicUnderTest } from './clinic-under-test.ts'

describe.skipIf(findPostgres() === undefined)('a clinic that moves to PostgreSQL', { timeout: 120_000 }, () => {
  let postgres: PrivatePostgres
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-migrate-'))
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(async () => {
    await postgres.remove()
    rmSync(folder, { recursive: true, force: true })
  })
  const environment = () => ({ PLUMBLINE_DATABASE_URL: postgres.address })

  async function migrated(): Promise<readonly Migrated[]> {
    const all: Migrated[] = []
    for await (const each of migrateStores(folder, environment())) all.push(each)
    return all
  }
  async function eventsOf(record: { readAll(): AsyncIterable<StoredEvent> }): Promise<readonly StoredEvent[]> {
    const all: StoredEvent[] = []
    for await (const each of record.readAll()) all.push(each)
    return all
  }

  test('takes everything with it: every event with its hash, who may sign in, drafts and settings', async () => {
    const clinic = await clinicUnderTest({}, folder)
    const clinician = await clinic.worker('clinician')
    for (const recordNumber of ['RN-1', 'RN-2', 'RN-3']) {
      const { episodeId } = await clinician.register(
        { recordNumber, familyName: `Family ${recordNumber}` },
        { confirmedNew: true },
      )
      await clinician.recordAll(episodeId, [{ type: 'answered', payload: { findings: { nightPain: 'none' } } }])
    }
    const before = await eventsOf(clinic.records.real)
    expect(before).toHaveLength(6)
    await expect(migrated()).rejects.toMatchObject({ code: 'PLB_RECORD_LOCKED' })
    const accounts = await clinic.database.selectFrom('account').selectAll().execute()
    await clinic.stop()

    const told = await migrated()
    expect(told.find(({ store, table }) => store === 'record' && table === 'event')?.rows).toBe(6)
    expect(told.find(({ store, table }) => store === 'accounts' && table === 'session')?.rows).toBeGreaterThan(0)
    const stores = await openStores(folder, environment())
    expect(await eventsOf(stores.records.real)).toEqual(before)
    expect(await stores.records.real.verifyChain()).toMatchObject({ intact: true, events: 6 })
    expect(await stores.records.real.checkProjection('worklist')).toEqual({ equal: true, differingEpisodeIds: [] })
    expect(await stores.accounts.kysely.selectFrom('account').selectAll().execute()).toEqual(accounts)
    await stores.close()
  })

  test('is refused where something is there already, which stays as it is', async () => {
    await expect(migrated()).rejects.toMatchObject({ code: 'PLB_RECORD_COPY' })
    const stores = await openStores(folder, environment())
    expect(await stores.records.real.verifyChain()).toMatchObject({ intact: true, events: 6 })
    await stores.close()
  })
})

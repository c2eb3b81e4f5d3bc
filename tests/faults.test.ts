import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, statfsSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findPostgres, startPostgres } from '../scripts/postgres.mjs'
import { openPostgres } from '../src/record/postgres-server.ts'
import { openRecord } from '../src/record/record.ts'
import { startService } from '../src/service/start.ts'
import { clinicUnderTest } from './clinic-under-test.ts'
import { newEvent } from './new-event.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-faults-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A disk of eight mebibytes of this test's own: only root may make one, and not in every container. */
function mounted(target: string): boolean {
  mkdirSync(target, { recursive: true })
  const asked = ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', target]
  return process.platform === 'linux' && spawnSync('mount', asked).status === 0
}

const mayMount = (() => {
  const target = mkdtempSync(join(tmpdir(), 'plumbline-mount-'))
  const may = mounted(target)
  if (may) spawnSync('umount', [target])
  rmSync(target, { recursive: true, force: true })
  return may
})()

describe.skipIf(!mayMount)('a disk that is full, unless no disk may be mounted here', () => {
  test('is said, with nothing half stored, and the same command is stored once there is room', async () => {
    const disk = join(folder, 'disk')
    mounted(disk)
    const clinic = await clinicUnderTest({}, join(disk, 'data'))
    try {
      const clinician = await clinic.worker('clinician')
      const { episodeId } = await clinician.register()
      const view = await clinic.records.real.readEpisode(episodeId)
      const events = [{ type: 'answered', payload: { findings: { nightPain: 'none' } } }]
      const command = { commandId: randomUUID(), expectedSequence: view.length, events }
      const send = () => clinician.send(episodeId, command)
      const { bavail, bsize } = statfsSync(disk)
      writeFileSync(join(disk, 'filler'), Buffer.alloc(bavail * bsize))
      const refused = await send()
      expect([refused.statusCode, refused.json().code]).toEqual([507, 'PLB_RECORD_DISK_FULL'])
      expect(await clinic.records.real.readEpisode(episodeId)).toEqual(view)
      // Nobody sees what cannot be written down; that it is so is said.
      const unseen = await clinician.browser.send('GET', `/api/episodes/${episodeId}`)
      expect([unseen.statusCode, unseen.json().code]).toEqual([503, 'PLB_AUDIT_NOT_WRITTEN'])
      expect(unseen.headers['retry-after']).toBe('5')
      unlinkSync(join(disk, 'filler'))
      expect((await send()).statusCode).toBe(200)
      expect((await send()).statusCode).toBe(200)
      expect(await clinic.records.real.verifyChain()).toMatchObject({ intact: true, events: view.length + 1 })
      expect(await clinic.audit.verifyChain()).toMatchObject({ intact: true })
    } finally {
      await clinic.stop()
      spawnSync('umount', ['-l', disk])
    }
  })
})

describe('a clock that jumps', () => {
  const answered = { type: 'answered', payload: { findings: { nightPain: 'none' } } }
  const day = 86_400

  test('a year ahead ends the session, and what is recorded afterwards is of the day the clock says', async () => {
    const clinic = await clinicUnderTest()
    const clinician = await clinic.worker('clinician')
    const { episodeId } = await clinician.register()
    clinic.passSeconds(365 * day)
    const refused = await clinician.browser.send('GET', `/api/episodes/${episodeId}`)
    expect(refused.json()).toMatchObject({ code: 'PLB_SESSION_NEEDED' })
    const again = await clinic.worker('clinician')
    await again.recordAll(episodeId, [answered])
    const [registered, later] = await clinic.records.real.readEpisode(episodeId)
    expect(registered?.recordedAt).toBe('2026-03-14T09:00:00.000Z')
    expect(later?.recordedAt).toBe('2027-03-14T09:00:00.000Z')
    await clinic.close()
  })

  test('back by a month loses no order: what is recorded next comes after, and the chain holds', async () => {
    const clinic = await clinicUnderTest()
    const clinician = await clinic.worker('clinician')
    const { episodeId } = await clinician.register()
    clinic.passSeconds(-30 * day)
    const again = await clinic.worker('clinician')
    await again.recordAll(episodeId, [answered])
    const events = await clinic.records.real.readEpisode(episodeId)
    expect(events.map(({ sequence, type }) => [sequence, type])).toEqual([
      [1, 'registered'],
      [2, 'answered'],
    ])
    expect(events[1]?.recordedAt).toBe('2026-02-12T09:00:00.000Z')
    expect(await clinic.records.real.verifyChain()).toMatchObject({ intact: true, events: 2 })
    expect(await clinic.records.real.checkProjection('worklist')).toMatchObject({ equal: true })
    // The clock is set right again: what was registered in the right time stands as it was.
    clinic.passSeconds(30 * day)
    const right = await clinic.worker('clinician')
    expect((await right.see(episodeId)).sequence).toBe(2)
    await clinic.close()
  })

  test('back and forth does not keep a session for longer than its limit', async () => {
    const clinic = await clinicUnderTest()
    const clinician = await clinic.worker('clinician')
    const { episodeId } = await clinician.register()
    clinic.passSeconds(-30 * day)
    await clinician.browser.send('GET', `/api/episodes/${episodeId}`)
    clinic.passSeconds(32 * day)
    const refused = await clinician.browser.send('GET', `/api/episodes/${episodeId}`)
    expect(refused.statusCode).toBe(401)
    await clinic.close()
  })
})

describe.skipIf(findPostgres() === undefined)('a PostgreSQL that goes away', { timeout: 180_000 }, () => {
  test('is told with its code and when to try again; the service is not ready, and comes back without a restart', async () => {
    const postgres = await startPostgres()
    const service = await startService({
      dataFolder: folder,
      port: 0,
      demo: 'never',
      print: () => {},
      logTo: { write: () => {} },
      signals: new EventEmitter(),
      environment: { PLUMBLINE_DATABASE_URL: postgres.address },
    })
    try {
      const ask = (path: string) => fetch(`${service.address}${path}`)
      expect((await ask('/readyz')).status).toBe(200)
      expect((await ask('/api/session')).status).toBe(200)
      await postgres.stop('SIGKILL')
      const ready = await ask('/readyz')
      expect([ready.status, ready.headers.get('retry-after')]).toEqual([503, '5'])
      const cookie = 'plumbline_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
      const refused = await fetch(`${service.address}/api/session`, { headers: { cookie } })
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
      expect(await refused.json()).toMatchObject({ code: 'PLB_RECORD_UNREACHABLE' })
      expect((await ask('/healthz')).status).toBe(200)
      await postgres.start()
      expect((await ask('/readyz')).status).toBe(200)
      expect((await ask('/api/session')).status).toBe(200)
    } finally {
      await service.stop()
      await postgres.remove()
    }
  })

  test('for good is followed by its synchronous standby at the same address: nothing acknowledged is lost', async () => {
    const first = await startPostgres()
    const second = await startPostgres({ standbyOf: first })
    try {
      await first.run(`ALTER SYSTEM SET synchronous_standby_names = '*'`)
      await first.run('SELECT pg_reload_conf()')
      // What a virtual address is to two machines, a link is to two folders of sockets.
      const address = join(folder, 'at')
      symlinkSync(first.folder, address)
      const server = await openPostgres(`postgresql://plumbline@/postgres?host=${encodeURIComponent(address)}`)
      const record = await openRecord({ path: { server, schema: 'record' } })
      const acknowledged: string[] = []
      let goesOn = true
      const appending = (async () => {
        for (let sequence = 1; goesOn; sequence += 1)
          for (const event of await record.append([newEvent({ expectedSequence: sequence })]))
            acknowledged.push(event.hash)
      })()
      const reaches = async (count: number) => {
        while (acknowledged.length < count) await new Promise((resolve) => setTimeout(resolve, 5))
      }
      await reaches(20)
      await first.stop('SIGKILL')
      // First the address, so that for a moment it leads to a server that takes no writes.
      unlinkSync(address)
      symlinkSync(second.folder, address)
      await second.run('SELECT pg_promote()')
      await reaches(acknowledged.length + 20)
      goesOn = false
      await appending
      expect((await record.readEpisode('episode-1')).map(({ hash }) => hash)).toEqual(acknowledged)
      expect(await record.verifyChain()).toMatchObject({ intact: true, events: acknowledged.length })
      await record.close()
      await server.close()
    } finally {
      await second.remove()
      await first.remove()
    }
  })
})

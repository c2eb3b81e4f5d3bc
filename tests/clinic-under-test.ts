import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LightMyRequestResponse } from 'fastify'
import { standard } from '../src/protocol/protocol.ts'
import { openRecord } from '../src/record/record.ts'
import { shownDecision } from '../src/service/api/decision.ts'
import type { EnteredFindings, EpisodeView } from '../src/service/api/episode.ts'
import type { Role, Workspace } from '../src/service/api/role.ts'
import { projectors } from '../src/service/projectors.ts'
import { type Browser, goodPassword, type ServerSettings, serverUnderTest } from './server-under-test.ts'
import { placeIn } from './store-under-test.ts'

/** A name that no log, no address and no error may hold. */
export const patientOnTrial = {
  familyName: 'Xylander-Ñuflo',
  givenName: 'Zenobia',
  birthDate: '1975-06-01',
  sexAtBirth: 'male',
  recordNumber: 'RN-77123',
} as const

/** Every sign absent and nothing else to find: a clean screen of a man. */
export const cleanScreen: EnteredFindings = {
  ...Object.fromEntries(
    standard.findings
      .filter(({ kind, unrecorded, id }) => kind === 'sign' && unrecorded === 'notKnown' && id !== 'pregnant')
      .map(({ id }) => [id, 'absent']),
  ),
  cancerHistory: 'never',
  nightPain: 'none',
  previousTreatment: 'none',
  durationDays: 5,
}

/** What a test says of an event; `signed` signs what the app would show. */
export type Said = { readonly type: string; readonly payload?: unknown }

/** Somebody signed in, who works through the API as the app does. */
export class Worker {
  constructor(readonly browser: Browser) {}

  async register(over: object = {}, more: object = {}): Promise<{ patientId: string; episodeId: string }> {
    const body = { commandId: randomUUID(), patient: { ...patientOnTrial, ...over }, ...more }
    const answer = await this.browser.send('POST', '/api/patients', { body })
    if (answer.statusCode !== 201) throw new Error(`not registered: ${answer.body}`)
    return answer.json()
  }

  async see(episodeId: string): Promise<EpisodeView> {
    return (await this.browser.send('GET', `/api/episodes/${episodeId}`)).json()
  }

  /** Records events on the episode as it stands. */
  async record(episodeId: string, events: readonly Said[], over: object = {}): Promise<LightMyRequestResponse> {
    const view = await this.see(episodeId)
    return this.send(episodeId, {
      expectedSequence: view.sequence,
      events: events.map(({ type, payload }) => ({
        type,
        payload: payload ?? { shown: shownDecision(view.state.decision) },
      })),
      ...over,
    })
  }

  /** Records events, each on what the one before left, and expects every one to be taken. */
  async recordAll(episodeId: string, events: readonly Said[]): Promise<EpisodeView> {
    for (const event of events) {
      const answer = await this.record(episodeId, [event])
      if (answer.statusCode !== 200) throw new Error(`${event.type} was refused: ${answer.body}`)
    }
    return this.see(episodeId)
  }

  send(episodeId: string, body: object): Promise<LightMyRequestResponse> {
    return this.browser.send('POST', `/api/episodes/${episodeId}/events`, {
      body: { commandId: randomUUID(), ...body },
    })
  }
}

/** A server over real records, in a folder that can be opened again. */
export async function clinicUnderTest(
  over: ServerSettings = {},
  folder = mkdtempSync(join(tmpdir(), 'plumbline-clinic-')),
) {
  const real = await openRecord({ path: await placeIn(folder, 'record'), projectors })
  const demo = await openRecord({ path: await placeIn(folder, 'demo'), projectors })
  const under = await serverUnderTest({ records: { real, demo }, demo: 'always', ...over }, folder)
  const accountIds = new Map<string, string>()

  /** Signs in as a role, under an account of that name, made when it is missing. */
  async function worker(role: Role, workspace: Workspace = 'real', name: string = role, lead = false): Promise<Worker> {
    if (!accountIds.has(name)) accountIds.set(name, await under.addAccount(name, role, lead))
    if (role === 'integration') return new Worker(await under.program(accountIds.get(name) ?? ''))
    const browser = under.browser()
    const answer = await browser.signIn(name, goodPassword, workspace)
    if (answer.statusCode !== 200) throw new Error(`not signed in: ${answer.body}`)
    return new Worker(browser)
  }

  async function stop(): Promise<void> {
    await under.stop()
    await real.close()
    await demo.close()
  }

  return {
    ...under,
    records: { real, demo },
    accountIds,
    worker,
    stop,
    async close() {
      await under.close()
      await real.close()
      await demo.close()
    },
  }
}

/** What `clinicUnderTest` gives. */
export type ClinicUnderTest = Awaited<ReturnType<typeof clinicUnderTest>>

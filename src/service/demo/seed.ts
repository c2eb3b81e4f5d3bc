import { situate } from '../../evaluate/situation.ts'
import { addDays } from '../../language/date.ts'
import type { EventRecord } from '../../record/contract.ts'
import { type Actor, demoActor } from '../accounts/sessions.ts'
import { shownDecision } from '../api/decision.ts'
import type { EnteredEvent, EnteredFindings, EpisodeView } from '../api/episode.ts'
import type { Desk } from '../desk.ts'
import { episodeView, loadEpisode } from '../episodes/episode-view.ts'
import { recordEvents } from '../episodes/record-events.ts'
import { registerPatient } from '../patients/register.ts'
import type { AdoptedProtocol } from '../protocol/adoptions.ts'
import { type DemoEvent, type DemoPatient, demoPatients } from './patients.ts'
import { demoStaff } from './staff.ts'

const millisecondsPerDay = 86_400_000

/**
 * Puts the demo patients into the demo record, through the same commands as people use, with days relative to `now`.
 * What is there already stays as it is, so that every start may call it: also after one that was cut short.
 *
 * @param record The demo record; never the real one.
 * @param dateOf The date of an instant at the site.
 */
export async function seedDemo(
  record: EventRecord,
  now: Date,
  dateOf: (instant: Date) => string,
  protocol: AdoptedProtocol,
): Promise<void> {
  const today = dateOf(now)
  for (const patient of demoPatients) {
    await seedPatient(dated(patient, today), (by, daysAgo) => {
      const instant = new Date(now.getTime() - daysAgo * millisecondsPerDay)
      return { record, workspace: 'demo', actor: actorOf(by), now: instant, today: addDays(today, -daysAgo), protocol }
    })
  }
}

/** The patient with days of the calendar in the place of `D-20`. */
function dated(patient: DemoPatient, today: string): DemoPatient {
  const withDays = (_: string, value: unknown): unknown =>
    typeof value === 'string' && /^D[+-]\d+$/.test(value) ? addDays(today, Number(value.slice(1))) : value
  return JSON.parse(JSON.stringify(patient), withDays)
}

function actorOf(id: string): Actor {
  const actor = [demoActor, ...demoStaff].find((each) => each.id === id)
  if (actor === undefined) throw new Error(`no demo colleague has the id ${id}`)
  return actor
}

async function seedPatient(
  { key, patient, events }: DemoPatient,
  deskFor: (by: string, daysAgo: number) => Desk,
): Promise<void> {
  const [first] = events
  const command = (index: number): string => `demo-${key}-${index}`
  const registering = deskFor(demoActor.id, first?.daysAgo ?? 0)
  const { record, protocol } = registering
  const registration = { commandId: command(0), patient, confirmedNew: true }
  const { episodeId } = await registerPatient(registering, registration)
  const stored = await loadEpisode(record, episodeId)
  if (stored.some(({ commandId }) => commandId === `${command(events.length)}:1`)) return
  let view = episodeView(stored.slice(0, 1), registering.today, protocol)
  for (const [index, { by, daysAgo, event }] of events.entries()) {
    const desk = deskFor(by, daysAgo)
    if (view.asOf !== desk.today)
      view = episodeView((await record.readEpisode(episodeId)).slice(0, view.sequence), desk.today, protocol)
    const entered = enteredEvent(event, view, desk)
    const request = { commandId: command(index + 1), expectedSequence: view.sequence, events: [entered] }
    view = await recordEvents(desk, episodeId, request, async () => true)
  }
}

/** What the app would send: the decision it shows with a signature, "none of these" as the findings it sets. */
function enteredEvent(event: DemoEvent, view: EpisodeView, desk: Desk): EnteredEvent {
  if (event.type === 'signed') return { type: 'signed', payload: { shown: shownDecision(view.state.decision) } }
  if (event.type !== 'screened') return event
  return { type: 'answered', payload: { findings: { ...noneOfThese(view, desk), ...event.payload.findings } } }
}

/** Every sign that can apply to this patient, absent. */
function noneOfThese({ state }: EpisodeView, { today, protocol: { standard } }: Desk): EnteredFindings {
  const situation = situate(standard, state.findings, today)
  const signs = standard.findings.filter(
    ({ id, kind, unrecorded }) => kind === 'sign' && unrecorded === 'notKnown' && situation.get(id)?.is === 'notKnown',
  )
  return Object.fromEntries(signs.map(({ id }) => [id, 'absent']))
}

import type { z } from 'zod'
import { careEventFrom } from '../../care/events.ts'
import { type EpisodeUse, episodeUse } from '../../care/use/episode-use.ts'
import { addMonths, monthOf } from '../../care/use/months.ts'
import { hideSmallNumbers } from '../../care/use/small-numbers.ts'
import { reportOnUse, type UsePeriod, workDays } from '../../care/use/use-report.ts'
import type { CalendarDate } from '../../language/date.ts'
import type { EventRecord } from '../../record/contract.ts'
import type { Actor } from '../accounts/sessions.ts'
import { monthsAtMost, type UseReportAnswer, type useReportQuerySchema } from '../api/use-report.ts'
import { ServiceError } from '../errors.ts'
import { readPatientDocuments } from '../patients/patient-list.ts'
import { verdict } from '../permissions.ts'

const monthsUnlessGiven = 6

/**
 * The report over the record as it stands. One episode is in memory at a time: its events are read, counted and let go.
 * Small numbers are hidden for whoever may not read patients, and for anybody who asks for it.
 *
 * @throws `PLB_REPORT_PERIOD`
 */
export async function readUseReport(
  record: Pick<EventRecord, 'readProjection' | 'readEpisode'>,
  actor: Pick<Actor, 'role'>,
  query: z.output<typeof useReportQuerySchema>,
  today: CalendarDate,
): Promise<UseReportAnswer> {
  const period = periodOf(query, today)
  const days = workDays(period)
  const uses: EpisodeUse[] = []
  for (const { episodeId } of await readPatientDocuments(record)) {
    const events = (await record.readEpisode(episodeId)).map(careEventFrom)
    const use = episodeUse(events, days, period.asOf)
    if (use) uses.push(use)
  }
  const report = reportOnUse(uses, period)
  const smallHidden = query.small === 'hide' || !readsPatients(actor)
  return { ...(smallHidden ? hideSmallNumbers(report) : report), smallHidden }
}

function periodOf({ from, until }: { readonly from?: string; readonly until?: string }, asOf: CalendarDate): UsePeriod {
  const last = until ?? monthOf(asOf)
  const first = from ?? addMonths(last, 1 - monthsUnlessGiven)
  if (first > last || addMonths(first, monthsAtMost) <= last) throw new ServiceError('PLB_REPORT_PERIOD')
  return { from: first, until: last, asOf }
}

/**
 * Whether a role may read patients: then a small number tells it nothing that it may not know.
 *
 * @example readsPatients({ role: 'administrator' }) // false
 */
export const readsPatients = ({ role }: Pick<Actor, 'role'>): boolean =>
  verdict('GET /api/patients/:patientId', { role, workspace: 'real' }) === 'permitted'

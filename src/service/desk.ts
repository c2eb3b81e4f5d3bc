import type { CalendarDate } from '../language/date.ts'
import type { EventRecord } from '../record/contract.ts'
import type { Actor } from './accounts/sessions.ts'
import type { Workspace } from './api/role.ts'
import type { AdoptedProtocol } from './protocol/adoptions.ts'
import type { OpenSession } from './route.ts'

/** Who records something, in which record, and when: all that a command needs beside what was asked. */
export interface Desk {
  readonly record: EventRecord
  readonly workspace: Workspace
  readonly actor: Actor
  readonly now: Date
  /** The date of `now` at the site. */
  readonly today: CalendarDate
  /** The version of the protocol that decides. */
  readonly protocol: AdoptedProtocol
}

/** The desk of a request. */
export const deskOf = ({
  session: { record, workspace, actor },
  now,
  today,
  protocol,
}: {
  readonly session: OpenSession
  readonly now: Date
  readonly today: string
  readonly protocol: AdoptedProtocol
}): Desk => ({ record, workspace, actor, now, today, protocol })

import type { Accounts } from './accounts/accounts.ts'
import { demoActor, type Session } from './accounts/sessions.ts'
import type { StaffMember } from './api/staff.ts'
import { demoStaff } from './demo/staff.ts'

/** The people whose names stand beside what was recorded, and to whom work can be assigned. */
export interface Staff {
  /** By name. Whoever tries the demo patients without an account sees the invented colleagues only. */
  of(session: Pick<Session, 'workspace' | 'actor'>): Promise<StaffMember[]>
  /** Whether work can be assigned to this account in the session's workspace. */
  isColleague(session: Pick<Session, 'workspace' | 'actor'>, accountId: string): Promise<boolean>
}

/** The staff of both workspaces: accounts, and beside the demo patients the invented colleagues too. */
export function createStaff(accounts: Pick<Accounts, 'list'>): Staff {
  async function members({ workspace, actor }: Pick<Session, 'workspace' | 'actor'>): Promise<StaffMember[]> {
    const invented = workspace === 'demo' ? [demoActor, ...demoStaff] : []
    const listed = actor.username === null ? [] : await accounts.list()
    const all = [
      ...invented.map(({ id, displayName, role }) => ({ id, displayName, role, active: true })),
      ...listed.map(({ id, displayName, role, status }) => ({ id, displayName, role, active: status === 'active' })),
    ]
    return all.sort((one, other) => one.displayName.localeCompare(other.displayName, 'en'))
  }
  return {
    of: members,
    isColleague: async (session, accountId) =>
      (await members(session)).some(({ id, active }) => id === accountId && active),
  }
}

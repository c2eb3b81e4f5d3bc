import Dexie, { type EntityTable, liveQuery } from 'dexie'
import { contentHash } from '../../language/hash.ts'
import type { ProtocolVersionAnswer } from '../../service/api/protocol.ts'
import type { SessionAnswer } from '../../service/api/session.ts'
import { countUnsent, type KeptDraft, type Owner, ownerOf } from './kept.ts'

/** Who was signed in last, to open the app without a network until their session would have ended. */
interface KeptSession {
  readonly id: 'last'
  readonly answer: SessionAnswer
  readonly seenAt: string
}

/** The version of the protocol that was loaded last, to decide by without a network. It names no patient. */
interface KeptProtocol {
  readonly hash: string
  /** As JSON: the browser copies a text at once, and an object this large part by part while the page waits. */
  readonly text: string
}

/** What nobody came back for is deleted after so many days. */
export const unsentDays = 7
const MILLISECONDS_A_DAY = 86_400_000
const MILLISECONDS_A_MINUTE = 60_000

class DeviceDatabase extends Dexie {
  declare readonly drafts: EntityTable<KeptDraft, 'slot'>
  declare readonly sessions: EntityTable<KeptSession, 'id'>
  declare readonly protocols: EntityTable<KeptProtocol, 'hash'>

  constructor() {
    super('plumbline')
    this.version(1).stores({ drafts: 'slot, owner, [owner+episodeId]', sessions: 'id' })
    this.version(2).stores({ protocols: 'hash' })
  }
}

let database: DeviceDatabase | undefined
const opened = (): DeviceDatabase => {
  database ??= new DeviceDatabase()
  return database
}

/** Owners who have signed out here: whatever is still under way for them is not kept any more. */
const gone = new Set<Owner>()

/** Keeps a draft, over what the same window kept before. */
export async function keepDraft(row: KeptDraft): Promise<void> {
  if (!gone.has(row.owner)) await opened().drafts.put(row)
}

/** Deletes what one window kept. */
export async function forgetDraft(slot: string): Promise<void> {
  await opened().drafts.delete(slot)
}

/** An owner's drafts on this device, of one episode or of all. */
export async function keptDrafts(owner: Owner, episodeId?: string): Promise<readonly KeptDraft[]> {
  const { drafts } = opened()
  return episodeId === undefined ? drafts.where({ owner }).toArray() : drafts.where({ owner, episodeId }).toArray()
}

/** Tells now, and whenever it changes in any window, what an owner has on this device. Gives what ends it. */
export function watchDrafts(owner: Owner, tell: (rows: readonly KeptDraft[]) => void): () => void {
  const subscription = liveQuery(() => keptDrafts(owner)).subscribe({ next: tell, error: () => tell([]) })
  return () => subscription.unsubscribe()
}

/** What anybody has on this device that the service does not have: how many answers, and until when they are kept. */
export async function unsentOfAnyone(): Promise<{ readonly count: number; readonly until: string } | undefined> {
  const rows = (await opened().drafts.toArray()).filter(({ unsent }) => unsent > 0)
  const oldest = rows.map(({ keptAt }) => keptAt).sort()[0]
  if (oldest === undefined) return undefined
  const until = new Date(Date.parse(oldest) + unsentDays * MILLISECONDS_A_DAY).toISOString()
  return { count: countUnsent(rows), until }
}

/** Deletes everything of an owner and keeps nothing more for them, until they sign in again. */
export async function forgetOwner(owner: Owner): Promise<void> {
  gone.add(owner)
  await opened().sessions.clear()
  await opened().drafts.where({ owner }).delete()
}

/** Deletes what has been waiting for too long. */
export async function forgetOld(now: Date): Promise<void> {
  const before = new Date(now.getTime() - unsentDays * MILLISECONDS_A_DAY).toISOString()
  await opened()
    .drafts.filter(({ keptAt }) => keptAt < before)
    .delete()
}

/** Keeps who is signed in, without the token that only the service's own answer may give; nobody where nobody is. */
export async function keepSession(answer: SessionAnswer, now: Date): Promise<void> {
  const { session } = answer
  if (session === null) return opened().sessions.clear()
  gone.delete(ownerOf(session))
  const kept = { ...answer, session: { ...session, csrfToken: '' } }
  await opened().sessions.put({ id: 'last', answer: kept, seenAt: now.toISOString() })
}

/** Notes that the person is at work: an idle session ends without a network too. */
export async function touchSession(now: Date): Promise<void> {
  await opened().sessions.update('last', { seenAt: now.toISOString() })
}

/** Who was signed in, as long as the service would still know them; `undefined` after that. */
export async function keptSession(now: Date): Promise<SessionAnswer | undefined> {
  const kept = await opened().sessions.get('last')
  const session = kept?.answer.session
  if (!kept || !session) return undefined
  const idleUntil = Date.parse(kept.seenAt) + session.idleLimitMinutes * MILLISECONDS_A_MINUTE
  return now.getTime() < Math.min(idleUntil, Date.parse(session.endsAt)) ? kept.answer : undefined
}

/** Keeps a version of the protocol, in the place of the one before. */
export async function keepProtocol(version: ProtocolVersionAnswer): Promise<void> {
  const { protocols } = opened()
  await protocols.put({ hash: version.reference.hash, text: JSON.stringify(version) })
  await protocols.where('hash').notEqual(version.reference.hash).delete()
}

/** The version of this hash, where it was kept. What is on the device is believed only if it still has that hash. */
export async function keptProtocol(hash: string): Promise<ProtocolVersionAnswer | undefined> {
  const text = (await opened().protocols.get(hash))?.text
  // A row of an earlier build has none.
  const version: ProtocolVersionAnswer | undefined = text === undefined ? undefined : JSON.parse(text)
  return version && contentHash(version.standard) === hash ? version : undefined
}

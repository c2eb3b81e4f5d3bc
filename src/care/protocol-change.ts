import { decide, referenceTo } from '../evaluate/decide.ts'
import { readFindings } from '../evaluate/read-findings.ts'
import type { RecordedFindings } from '../evaluate/situation.ts'
import { addDays, type CalendarDate } from '../language/date.ts'
import type { Protocol } from '../language/protocol.ts'
import { snapshotOf } from './decision-snapshot.ts'
import type {
  AnswerChange,
  EpisodeHistory,
  ProtocolChange,
  Redecided,
  SignedDecision,
  VersionAnswer,
} from './episode.ts'
import type { DecisionSnapshot } from './events.ts'
import { observedOf } from './findings.ts'
import { moreUrgent, serviceLevelOf } from './service-levels.ts'
import type { WorklistItem } from './worklist-item.ts'

/*
 * A decision that was signed under one version of the protocol, looked at under another. Nothing of the signed decision
 * changes by it; the difference is told until a clinician has signed again.
 */

/**
 * Decides what was signed again under another version: the same findings, as of the same day.
 *
 * @example redecided(signed, other).changes[0].after.outcome // 'emergency'
 */
export function redecided(
  { findings, asOf, decision }: Pick<SignedDecision, 'findings' | 'asOf' | 'decision'>,
  other: Protocol,
): Redecided {
  const { known, ignored, refused } = readable(findings, other, asOf)
  if (refused.length > 0) return { changes: [], ignored, refused }
  const after = snapshotOf(decide(other, known, asOf, { withChanges: false }))
  return { changes: changesBetween({ said: decision }, { said: after, by: other }, 'signed'), ignored, refused }
}

/** What a version makes of findings that another has recorded. */
function readable(findings: RecordedFindings, protocol: Protocol, asOf: CalendarDate) {
  const own = new Set(protocol.findings.map(({ id }) => id))
  const entries = Object.entries(findings)
  const known = Object.fromEntries(entries.filter(([id]) => own.has(id)))
  const read = readFindings(protocol, known, asOf)
  const refused = read.ok ? [] : [...new Set(read.problems.map(({ path }) => path.split('.')[0] ?? ''))]
  return {
    known: read.ok ? read.findings : {},
    ignored: entries.map(([id]) => id).filter((id) => !own.has(id)),
    refused,
  }
}

/** A decision, and the version that gave it where it is at hand. */
interface SaidBy {
  readonly said: DecisionSnapshot
  readonly by?: Protocol
}

function changesBetween(before: SaidBy, after: SaidBy, day: AnswerChange['day']): readonly AnswerChange[] {
  const newer = after.by ?? before.by
  const [was, is] = [answersOf(before, newer), answersOf(after, newer)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((decision): readonly AnswerChange[] => {
    const [from, to] = [was.get(decision) ?? NOTHING, is.get(decision) ?? NOTHING]
    if (from.outcome === to.outcome) return []
    const label = [after.by, before.by].flatMap((by) => labelIn(by, decision) ?? [])[0] ?? decision
    return [{ decision, label, before: from, after: to, day }]
  })
}

const NOTHING: VersionAnswer = { says: '', statements: [] }

function labelIn(protocol: Protocol | undefined, decision: string): string | undefined {
  return protocol?.decisions.find(({ id }) => id === decision)?.label
}

/** The urgency under the id of its decision, and every action but advice. */
function answersOf({ said, by }: SaidBy, words: Protocol | undefined): ReadonlyMap<string, VersionAnswer> {
  const { level, statements } = said.urgency
  const urgency = (by ?? words)?.decisions.find(({ kind }) => kind === 'urgency')
  const inWords = urgency?.outcomes.find(({ id }) => id === level)?.label ?? level
  return new Map([
    [urgency?.id ?? 'urgency', { outcome: level, says: inWords, statements }] as const,
    ...said.actions
      .filter(({ kind }) => kind !== 'advice')
      .map(
        ({ decision, outcome, label, statements: own }) =>
          [decision, { outcome, says: label, statements: own }] as const,
      ),
  ])
}

/** The versions an episode is looked at with. */
export interface Versions {
  /** The one that decides now. */
  readonly adopted: Protocol
  readonly adoptedOn: CalendarDate
  /** Another that was adopted once, by its content hash. */
  earlier(hash: string): Protocol | undefined
}

/**
 * What the adopted version changes for an open episode whose last decision was signed under another; nothing where it
 * changes nothing, and nothing once a clinician has signed under the adopted one. Two questions are asked: would it have
 * decided otherwise what was signed; and does it decide otherwise today, on what is known today, than the version that
 * was signed by. A difference that only time brings is so not missed.
 *
 * @example protocolChangeFor(history, '2026-03-15', versions)?.changes[0].label // 'Urgency'
 */
export function protocolChangeFor(
  history: EpisodeHistory,
  asOf: CalendarDate,
  { adopted, adoptedOn, earlier }: Versions,
): ProtocolChange | undefined {
  const signed = history.signed.at(-1)
  const reference = referenceTo(adopted)
  if (!signed || history.closed || history.voided || signed.protocol.hash === reference.hash) return undefined
  const atSigning = redecided(signed, adopted)
  const former = earlier(signed.protocol.hash)
  const today = former ? changesToday(observedOf(history.findings), asOf, former, adopted) : []
  const told = new Set(atSigning.changes.map(({ decision }) => decision))
  const changes = [...atSigning.changes, ...today.filter(({ decision }) => !told.has(decision))]
  if (changes.length === 0 && atSigning.refused.length === 0) return undefined
  const levels = changes
    .filter(({ decision }) => isUrgency(adopted, decision))
    .flatMap(({ after }) => after.outcome ?? [])
  return {
    ...atSigning,
    changes,
    sequence: signed.sequence,
    signedOn: signed.recordedOn,
    signedUnder: signed.protocol,
    adopted: reference,
    adoptedOn,
    urgency: levels.reduce(moreUrgent, signed.decision.urgency.level),
  }
}

function isUrgency(protocol: Protocol, decision: string): boolean {
  return protocol.decisions.some(({ id, kind }) => id === decision && kind === 'urgency')
}

function changesToday(
  findings: RecordedFindings,
  asOf: CalendarDate,
  former: Protocol,
  adopted: Protocol,
): readonly AnswerChange[] {
  const [was, is] = [readable(findings, former, asOf), readable(findings, adopted, asOf)]
  if (was.refused.length + is.refused.length > 0) return []
  const said = (protocol: Protocol, known: RecordedFindings): SaidBy => ({
    said: snapshotOf(decide(protocol, known, asOf, { withChanges: false })),
    by: protocol,
  })
  return changesBetween(said(former, was.known), said(adopted, is.known), 'today')
}

/**
 * The work that a change of the protocol makes: to look at the decision again and sign. It is due as an unsigned answer
 * of that urgency is, counted from the adoption, or from the signature where that came later.
 *
 * @example protocolChangeItem(history, change).nextAction // 'lookAgain'
 */
export function protocolChangeItem(
  history: Pick<EpisodeHistory, 'episodeId' | 'patientId' | 'assignedTo'>,
  { sequence, adoptedOn, signedOn, urgency, changes }: ProtocolChange,
): WorklistItem {
  const opensOn = signedOn > adoptedOn ? signedOn : adoptedOn
  const dueOn = addDays(opensOn, serviceLevelOf(urgency).signDays)
  return {
    id: `protocolChanged:${sequence}`,
    kind: 'protocolChanged',
    patientId: history.patientId,
    episodeId: history.episodeId,
    opensOn,
    dueOn,
    overdueFrom: addDays(dueOn, 1),
    urgency,
    ...(history.assignedTo ? { assignedTo: history.assignedTo } : {}),
    nextAction: 'lookAgain',
    decisions: changes.map(({ decision }) => decision),
    sequence,
  }
}

/**
 * A changed answer in one line, both answers side by side with their statements.
 *
 * @example changeWords(change) // 'Urgency: Soon (C1), now Emergency: today (X1)'
 */
export function changeWords({ label, before, after }: AnswerChange): string {
  const said = ({ says, statements }: VersionAnswer): string =>
    says === '' ? 'nothing asked' : `${says}${statements.length > 0 ? ` (${statements.join(', ')})` : ''}`
  return `${label}: ${said(before)}, now ${said(after)}`
}

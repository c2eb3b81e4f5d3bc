import type { CurrentFinding, EpisodeHistory, SignedDecision, Source } from './episode.ts'
import type { CareEventOf } from './events.ts'
import { sourceOf } from './source-of.ts'

/*
 * What was entered for the wrong patient goes to the right one and keeps its history: nothing is deleted, the event that
 * recorded it stays where it was, and both sides say what happened.
 */

/**
 * The episode as the other patient's. Sex and day of birth have been recorded already; every signature in it was given for
 * somebody else, so that none of them settles what is to be done.
 *
 * @example moveEpisode(history, event).patientId // 'patient-2'
 */
export function moveEpisode(history: EpisodeHistory, event: CareEventOf<'episodeMoved'>): EpisodeHistory {
  const source = sourceOf(event)
  const { fromPatientId, intoPatientId, reason, patient } = event.payload
  return {
    ...history,
    patientId: intoPatientId,
    // Merges of the wrong patient say nothing of the right one.
    formerPatientIds: [],
    patient,
    moves: [...history.moves, { ...source, fromPatientId, intoPatientId, reason }],
    signed: history.signed.map((signed) => unsettled(signed, { ...source, reason })),
  }
}

/** The first reason stands: a decision that rested on the wrong patient's data is not mended by what comes later. */
function unsettled(signed: SignedDecision, by: Source & { readonly reason: string }): SignedDecision {
  return signed.unsettledBy ? signed : { ...signed, unsettledBy: by }
}

/**
 * The episode without one of its entries: what the entry replaced stands again, what nothing else says is not known
 * again, a result that it brought is awaited again, and decisions that were signed on it are marked.
 *
 * @example moveEntryAway(history, event).findings.fever // undefined, where nothing else said it
 */
export function moveEntryAway(history: EpisodeHistory, event: CareEventOf<'entryMovedAway'>): EpisodeHistory {
  const source = sourceOf(event)
  const { entry, toPatientId, toEpisodeId, reason, urgency } = event.payload
  const by = { ...source, reason }
  const restsOnIt = ({ sequence, findings }: SignedDecision): boolean =>
    sequence > entry &&
    Object.entries(history.findings).some(([id, finding]) =>
      recordedIn(finding, entry).some(
        ({ value, observedOn }) => findings[id]?.value === value && findings[id]?.observedOn === observedOn,
      ),
    )
  const signed = history.signed.map((each) => (restsOnIt(each) ? unsettled(each, by) : each))
  const rest = history.unsigned.filter(({ sequence }) => sequence !== entry)
  const asksAgain = signed.some(({ unsettledBy }) => unsettledBy?.sequence === event.sequence)
  return {
    ...history,
    urgency,
    findings: without(history.findings, entry, by),
    orders: history.orders.map((order) => {
      if (order.state !== 'resulted' || order.endedBy !== entry) return order
      const { endedBy: _, ...awaited } = order
      return { ...awaited, state: 'awaited' }
    }),
    results: history.results.filter(({ sequence }) => sequence !== entry),
    signed,
    unsigned: asksAgain ? [...rest, { ...source, type: event.type }] : rest,
    movedEntries: [
      ...history.movedEntries,
      { ...source, entry, went: 'away', otherPatientId: toPatientId, otherEpisodeId: toEpisodeId, reason },
    ],
  }
}

/**
 * Notes where an entry came from; its findings have been recorded already.
 *
 * @example moveEntryHere(history, event).movedEntries.at(-1)?.went // 'here'
 */
export function moveEntryHere(history: EpisodeHistory, event: CareEventOf<'entryMovedHere'>): EpisodeHistory {
  const { entry, fromPatientId, fromEpisodeId, reason } = event.payload
  const moved = { ...sourceOf(event), entry, otherPatientId: fromPatientId, otherEpisodeId: fromEpisodeId, reason }
  return { ...history, movedEntries: [...history.movedEntries, { ...moved, went: 'here' }] }
}

/** Values of a finding that an event recorded, whether they still stand or not. */
function recordedIn(finding: CurrentFinding, entry: number) {
  return [finding, ...finding.earlier].filter(({ sequence }) => sequence === entry)
}

/**
 * The findings that an event recorded in an episode, as it recorded them.
 *
 * @example findingsOfEntry(history, 2) // { fever: { value: 'present', observedOn: '2026-03-01' } }
 */
export function findingsOfEntry(history: EpisodeHistory, entry: number) {
  return Object.fromEntries(
    Object.entries(history.findings).flatMap(([id, finding]) =>
      recordedIn(finding, entry)
        .slice(0, 1)
        .map(({ value, observedOn }) => [id, { value, observedOn }] as const),
    ),
  )
}

/**
 * Whether somebody has corrected a value of an entry since, so that the entry no longer says what was meant.
 *
 * @example isAmended(history, 2) // false
 */
export function isAmended(history: EpisodeHistory, entry: number): boolean {
  return Object.values(history.findings).some(({ earlier }) =>
    earlier.some(({ sequence, reason }) => sequence === entry && reason !== undefined),
  )
}

type Findings = EpisodeHistory['findings']

function without(findings: Findings, entry: number, by: Source & { readonly reason: string }): Findings {
  return Object.fromEntries(
    Object.entries(findings).flatMap(([id, finding]): [string, CurrentFinding][] => {
      const left = findingWithout(finding, entry, by)
      return left ? [[id, left]] : []
    }),
  )
}

function findingWithout(
  finding: CurrentFinding,
  entry: number,
  by: Source & { readonly reason: string },
): CurrentFinding | undefined {
  const { earlier, ...standing } = finding
  const moved = { replacedBy: by.sequence, reason: by.reason }
  if (standing.sequence !== entry) {
    const own = earlier.find(({ sequence }) => sequence === entry)
    if (own === undefined) return finding
    // What the entry replaced was in truth replaced by what replaced the entry.
    const mended = earlier.map((each) => {
      if (each === own) return { ...own, ...moved }
      return each.replacedBy === entry ? { ...each, replacedBy: own.replacedBy } : each
    })
    return { ...standing, earlier: mended }
  }
  const before = earlier.findLast(({ replacedBy }) => replacedBy === entry)
  if (before === undefined) return undefined
  const { replacedBy: _, reason: __, ...value } = before
  const rest = earlier.filter((each) => each !== before)
  return { ...value, earlier: [...rest, { ...standing, ...moved }] }
}

import type { CalendarDate } from '../language/date.ts'
import type { EarlierValue, EpisodeHistory, LetterBasis, Referral, Source } from './episode.ts'
import type { CareEventOf, PatientDetails } from './events.ts'
import { isAnswer, observedOf } from './findings.ts'
import { findingIds } from './protocol-ids.ts'
import { moreUrgent } from './service-levels.ts'
import { sourceOf } from './source-of.ts'

/*
 * A letter is locked once it is sent; what it says can turn out wrong. A new observation makes no letter wrong: it said
 * what was known on its day. A correction does: an amendment, an entry or an episode that was another patient's, an
 * episode that was entered by mistake, or other details of the patient. Whoever received the letter is then to be told.
 */

/** One thing that a letter says and that is not so. */
export interface LetterChange {
  readonly what: 'finding' | 'patient' | 'result' | 'moved' | 'voided'
  /** The finding, or the member of the patient's details; empty where it is the whole letter. */
  readonly id: string
  /** As the letter says it. For a move: the record number under which it was written. */
  readonly from?: string | number
  readonly to?: string | number
  /** What changed it. */
  readonly by: Source
}

/** A letter with whoever received it, and what of it is not so. */
export interface OutdatedLetter {
  readonly referral: Referral
  /** When it was last put right or sent, and what it says. */
  readonly basis: LetterBasis
  readonly changes: readonly LetterChange[]
  /** The day on which the first of them was recorded. */
  readonly since: CalendarDate
  /** The more urgent of the letter's and of the decision's now. */
  readonly urgency: string
}

/**
 * What a letter that is sent now says, for comparing it later.
 *
 * @example basisOf(history, event).findings.fever.value // 'present'
 */
export function basisOf(history: EpisodeHistory, { sequence }: { readonly sequence: number }): LetterBasis {
  return {
    sequence,
    patient: history.patient,
    findings: observedOf(history.findings),
    results: history.results.map((result) => result.sequence),
  }
}

/**
 * A letter put right: the corrected one stands beside the one it replaces, or the referral is withdrawn.
 *
 * @example correctLetter(history, event).referrals[0].corrections.length // 1
 */
export function correctLetter(history: EpisodeHistory, event: CareEventOf<'letterCorrected'>): EpisodeHistory {
  const source = sourceOf(event)
  const { referral, withdraws = false, destination, urgency, letter } = event.payload
  return withReferral(history, referral, (sent) => ({
    ...sent,
    basis: basisOf(history, event),
    corrections: [...sent.corrections, { ...source, withdraws, destination, urgency, letter }],
    ...(withdraws ? { withdrawn: source } : {}),
  }))
}

/**
 * Notes that whoever received a letter was told what is not so, by telephone or otherwise.
 *
 * @example tellRecipient(history, event).referrals[0].told.length // 1
 */
export function tellRecipient(history: EpisodeHistory, event: CareEventOf<'recipientTold'>): EpisodeHistory {
  const { referral, note } = event.payload
  const told = { ...sourceOf(event), note }
  return withReferral(history, referral, (sent) => ({
    ...sent,
    basis: basisOf(history, event),
    told: [...sent.told, told],
    // Whoever knows that the episode was entered by mistake expects nobody.
    ...(history.voided ? { withdrawn: sourceOf(event) } : {}),
  }))
}

function withReferral(
  history: EpisodeHistory,
  sequence: number,
  change: (referral: Referral) => Referral,
): EpisodeHistory {
  const referrals = history.referrals.map((each) => (each.sequence === sequence ? change(each) : each))
  return { ...history, referrals }
}

/**
 * The letters of an episode that say what is not so, with what that is. A withdrawn one says nothing more.
 *
 * @example outdatedLetters(history)[0].changes.map(({ id }) => id) // ['fever']
 */
export function outdatedLetters(history: EpisodeHistory): readonly OutdatedLetter[] {
  return history.referrals
    .filter(({ withdrawn }) => withdrawn === undefined)
    .flatMap((referral): readonly OutdatedLetter[] => {
      const { basis } = referral
      const changes = changesSince(basis, history)
      const [first] = [...changes].sort((one, other) => one.by.sequence - other.by.sequence)
      if (!first) return []
      const sent = referral.corrections.at(-1)?.urgency ?? referral.urgency
      const urgency = history.voided ? sent : moreUrgent(sent, history.urgency ?? sent)
      return [{ referral, basis, changes, since: first.by.recordedOn, urgency }]
    })
}

function changesSince(basis: LetterBasis, history: EpisodeHistory): readonly LetterChange[] {
  const { voided } = history
  if (voided && voided.sequence > basis.sequence) return [{ what: 'voided', id: '', by: sourceOnly(voided) }]
  const moved = history.moves.find(({ sequence }) => sequence > basis.sequence)
  // Who the wrong patient was stands in no letter about the right one; only its number does.
  const whose: readonly LetterChange[] = moved
    ? [{ what: 'moved', id: '', from: basis.patient.recordNumber, by: sourceOnly(moved) }]
    : detailChanges(basis, history)
  return [...whose, ...findingChanges(basis, history), ...resultChanges(basis, history)]
}

const DETAILS = [
  'familyName',
  'givenName',
  'birthDate',
  'sexAtBirth',
  'recordNumber',
  'allergies',
  'medicines',
] as const satisfies readonly (keyof PatientDetails)[]

function detailChanges({ sequence, patient }: LetterBasis, history: EpisodeHistory): readonly LetterChange[] {
  const by = history.amendments.findLast((each) => each.patientChanged && each.sequence > sequence)
  if (!by) return []
  return DETAILS.flatMap((id): LetterChange[] => {
    const [from = '', to = ''] = [patient[id], history.patient[id]]
    return from === to ? [] : [{ what: 'patient', id, from, to, by: sourceOnly(by) }]
  })
}

/** Of the patient's details, and compared with them. */
const OF_DETAILS: readonly string[] = [findingIds.birthDate, findingIds.sexAtBirth]

function findingChanges({ sequence, findings }: LetterBasis, history: EpisodeHistory): readonly LetterChange[] {
  return Object.entries(findings).flatMap(([id, said]): LetterChange[] => {
    if (OF_DETAILS.includes(id)) return []
    const now = history.findings[id]
    const isSaid = ({ value, observedOn }: { value: string | number; observedOn: string }): boolean =>
      value === said.value && observedOn === said.observedOn
    if (now && isSaid(now)) return []
    const values: readonly (Source & { value: string | number; observedOn: string })[] = now
      ? [...now.earlier, now]
      : []
    const replaced = now?.earlier.findLast((each) => isSaid(each) && each.replacedBy > sequence)
    if (replaced) {
      const next = values.find((each) => each.sequence === replaced.replacedBy)
      if (!isCorrected(replaced, next)) return []
      const to = next ?? now
      const by = sourceOnly(next ?? sourceAt(history, replaced.replacedBy) ?? replaced)
      return [{ what: 'finding', id, from: said.value, ...(to ? { to: to.value } : {}), by }]
    }
    // What nothing else said went away with the entry that had said it.
    const away = history.movedEntries.find((each) => each.went === 'away' && each.sequence > sequence)
    if (!away) return []
    return [{ what: 'finding', id, from: said.value, ...(now ? { to: now.value } : {}), by: sourceOnly(away) }]
  })
}

/** Replaced with a reason, or by another answer about the very same day; a later observation corrects nothing. */
function isCorrected(replaced: EarlierValue, next: { readonly observedOn: string } | undefined): boolean {
  if (replaced.reason !== undefined) return true
  return isAnswer(replaced.value) && next !== undefined && next.observedOn <= replaced.observedOn
}

function sourceOnly({ by, recordedAt, recordedOn, sequence }: Source): Source {
  return { by, recordedAt, recordedOn, sequence }
}

/** The event of a sequence, of those that take values away without another in their place. */
function sourceAt(history: EpisodeHistory, sequence: number): Source | undefined {
  return [...history.movedEntries, ...history.moves, ...history.amendments].find((each) => each.sequence === sequence)
}

function resultChanges({ results }: LetterBasis, history: EpisodeHistory): readonly LetterChange[] {
  const standing = new Set(history.results.map(({ sequence }) => sequence))
  return results.flatMap((entry): LetterChange[] => {
    const by = history.movedEntries.find((each) => each.went === 'away' && each.entry === entry)
    return standing.has(entry) || !by ? [] : [{ what: 'result', id: '', by: sourceOnly(by) }]
  })
}

/**
 * The letter that an event of this sequence sent: the first of a referral, or one that replaced it.
 *
 * @example letterOf(history, 4)?.letter.split('\n')[0] // 'REFERRAL: BACK PAIN'
 */
export function letterOf(history: EpisodeHistory, sequence: number): { readonly letter: string } | undefined {
  return history.referrals
    .flatMap((referral) => [referral, ...referral.corrections])
    .find((each) => each.sequence === sequence)
}

/**
 * The letter of a referral that counts: the last one that was sent.
 *
 * @example lastLetterOf(referral).urgency // 'urgent'
 */
export function lastLetterOf(referral: Referral): Pick<Referral, 'destination' | 'urgency' | 'acknowledged'> & Source {
  return referral.corrections.at(-1) ?? referral
}

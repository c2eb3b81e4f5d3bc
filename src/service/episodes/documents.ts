import type { EpisodeHistory } from '../../care/episode.ts'
import { observedOf } from '../../care/findings.ts'
import { decide } from '../../evaluate/decide.ts'
import { situate } from '../../evaluate/situation.ts'
import type { CalendarDate } from '../../language/date.ts'
import { handoutWords } from '../../protocol/handout.ts'
import { letterWords } from '../../protocol/letter.ts'
import { standard } from '../../protocol/protocol.ts'
import { patientHandout } from '../../weave/handout.ts'
import { referralLetter } from '../../weave/letter.ts'
import type { Actor } from '../accounts/sessions.ts'
import type { Document } from '../api/document.ts'

/** What a referrer says of a letter; the rest is on record. */
export interface LetterRequest {
  readonly decision?: string
  readonly destination: string
  readonly reason?: string
  readonly told?: string
}

/**
 * The referral letter of an episode as it stands on a day, by the `standard` layer.
 *
 * @example weaveLetter(history, { destination: 'Spinal clinic' }, actor, '2026-03-15').split('\n')[0] // 'REFERRAL: …'
 */
export function weaveLetter(
  history: EpisodeHistory,
  { decision: referral, destination, reason, told }: LetterRequest,
  referrer: Pick<Actor, 'displayName' | 'role'>,
  day: CalendarDate,
): string {
  const findings = observedOf(history.findings)
  return referralLetter(
    {
      patient: history.patient,
      to: destination,
      decision: decide(standard, findings, day),
      situation: situate(standard, findings, day),
      reports: history.results.map(({ findings: read, recordedOn, reportedText }) => ({
        findings: read,
        receivedOn: recordedOn,
        ...(reportedText === undefined ? {} : { reportedText }),
      })),
      awaited: history.orders.filter(({ state }) => state === 'awaited'),
      treatments: history.treatments,
      ...(referral === undefined ? {} : { referral }),
      ...(reason === undefined ? {} : { reason }),
      ...(told === undefined ? {} : { told: [told] }),
      referrer: { name: referrer.displayName, role: referrer.role },
      writtenOn: day,
    },
    standard,
    letterWords,
  )
}

/** The handout for the patient of an episode, on a day. */
export function weaveHandout(history: EpisodeHistory, day: CalendarDate): string {
  const decision = decide(standard, observedOf(history.findings), day)
  return patientHandout({ patient: history.patient, decision, writtenOn: day }, standard, handoutWords)
}

/**
 * A woven text with its sections: blocks between empty lines, the first line of a block its heading where it is all in
 * capitals. No content can pass for a heading, since weave marks each line of it.
 *
 * @example documentFrom('TITLE\n\nFOUND\n- none\n', false).sections[1] // { heading: 'FOUND', lines: ['- none'] }
 */
export function documentFrom(text: string, locked: boolean): Document {
  const sections = text
    .trim()
    .split(/\n{2,}/)
    .map((block) => {
      const [first = '', ...rest] = block.split('\n')
      return isHeading(first) ? { heading: first, lines: rest } : { heading: null, lines: [first, ...rest] }
    })
  return { title: sections.find(({ heading }) => heading !== null)?.heading ?? '', text, sections, locked }
}

const isHeading = (line: string): boolean => /^\p{Lu}/u.test(line) && line === line.toUpperCase()

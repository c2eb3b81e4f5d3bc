import { observedOf } from '../../care/findings.ts'
import { situate } from '../../evaluate/situation.ts'
import { letterWords } from '../../protocol/letter.ts'
import type { Document } from '../../service/api/document.ts'
import type { EpisodeView } from '../../service/api/episode.ts'
import { referralLetter } from '../../weave/letter.ts'
import { standard } from '../protocol/adopted.ts'
import { capitalised } from '../strings/words.ts'

/** What the referrer says of a letter; the rest is on record. */
export interface LetterRequest {
  readonly decision: string
  readonly destination: string
  readonly reason?: string
  readonly told?: string
}

/**
 * The letter as it would be sent today, woven as the service weaves the one it locks.
 *
 * @example letterText(view, { decision, destination: 'Spinal clinic' }, person).split('\n')[0] // 'REFERRAL: …'
 */
export function letterText(
  { state, asOf }: EpisodeView,
  { decision: referral, destination, reason, told }: LetterRequest,
  referrer: { readonly displayName: string; readonly role: string },
): string {
  return referralLetter(
    {
      patient: state.patient,
      to: destination,
      referral,
      decision: state.decision,
      situation: situate(standard, observedOf(state.findings), asOf),
      reports: state.results.map(({ findings, recordedOn, reportedText }) => ({
        findings,
        receivedOn: recordedOn,
        ...(reportedText === undefined ? {} : { reportedText }),
      })),
      awaited: state.awaited,
      treatments: state.treatments,
      ...(reason === undefined ? {} : { reason }),
      ...(told === undefined ? {} : { told: [told] }),
      referrer: { name: referrer.displayName, role: referrer.role },
      writtenOn: asOf,
    },
    standard,
    letterWords,
  )
}

/**
 * To whom a referral goes, by the name of the protocol's action (`referToVascularSurgery`), for the clinician to change;
 * the decision's own label where the action has no such name.
 *
 * @example destinationOf(view, 'oncologyReferral') // 'Oncology'
 */
export function destinationOf({ state }: EpisodeView, decision: string): string {
  const action = state.decision.actions.find((each) => each.decision === decision)?.action ?? ''
  const [, name] = /^referTo([A-Z]\w*)$/.exec(action) ?? []
  if (name) return capitalised(name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase())
  return standard.decisions.find(({ id }) => id === decision)?.label ?? ''
}

/**
 * A woven text in its sections: blocks between empty lines, the first line a heading where it is all in capitals.
 *
 * @example sectionsOf('FOUND\n- none')[0] // { heading: 'FOUND', lines: ['- none'] }
 */
export function sectionsOf(text: string): Document['sections'] {
  return text
    .trim()
    .split(/\n{2,}/)
    .map((block) => {
      const [first = '', ...rest] = block.split('\n')
      const isHeading = /^\p{Lu}/u.test(first) && first === first.toUpperCase()
      return isHeading ? { heading: first, lines: rest } : { heading: null, lines: [first, ...rest] }
    })
}

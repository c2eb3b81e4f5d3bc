import { observedOf } from '../../care/findings.ts'
import { lastLetterOf, type OutdatedLetter } from '../../care/letters.ts'
import { openAnswers } from '../../care/patient-answers.ts'
import { situate } from '../../evaluate/situation.ts'
import { letterWords } from '../../protocol/letter.ts'
import { activities, bodyRegions, noteWords } from '../../protocol/notes.ts'
import type { Document } from '../../service/api/document.ts'
import type { EpisodeView } from '../../service/api/episode.ts'
import { changeLine, withdrawalLetter } from '../../weave/correction.ts'
import { referralLetter } from '../../weave/letter.ts'
import { type LetterRequest, referralFacts, replacedBy } from '../../weave/letter-facts.ts'
import { standard } from '../protocol/adopted.ts'
import { capitalised } from '../strings/words.ts'

const lists = { words: noteWords, regions: bodyRegions, activities }

interface Referrer {
  readonly displayName: string
  readonly role: string
}

function factsOf({ state, asOf }: EpisodeView, request: LetterRequest, referrer: Referrer) {
  const situation = situate(standard, observedOf(state.findings), asOf)
  const record = { history: state, open: openAnswers(state), decision: state.decision, situation, lists }
  return referralFacts(record, request, referrer, standard)
}

/**
 * The letter as it would be sent today, woven as the service weaves the one it locks.
 *
 * @example letterText(view, { decision, destination: 'Spinal clinic' }, person).split('\n')[0] // 'REFERRAL: …'
 */
export function letterText(view: EpisodeView, request: LetterRequest, referrer: Referrer): string {
  return referralLetter(factsOf(view, request, referrer), standard, letterWords)
}

/**
 * The letter that would put one right today: the corrected one, or the withdrawal of the referral.
 *
 * @example correctionText(view, letter, { destination: 'Spinal clinic' }, person).split('\n')[0] // 'CORRECTED REFERRAL: …'
 */
export function correctionText(
  view: EpisodeView,
  { referral, basis, changes }: OutdatedLetter,
  { withdraws, ...request }: Omit<LetterRequest, 'decision'> & { readonly withdraws?: boolean },
  referrer: Referrer,
): string {
  const { recordedOn: sentOn, urgency } = lastLetterOf(referral)
  if (withdraws) {
    const { destination: to, reason } = request
    const who = { name: referrer.displayName, role: referrer.role }
    const facts = { patient: basis.patient, to, sentOn, changes, referrer: who, writtenOn: view.asOf }
    return withdrawalLetter({ ...facts, ...(reason === undefined ? {} : { reason }) }, letterWords)
  }
  const facts = factsOf(view, { ...request, decision: referral.decision }, referrer)
  const replaces = replacedBy({ sentOn, urgency, changes }, view.state.decision, standard)
  return referralLetter({ ...facts, replaces }, standard, letterWords)
}

/**
 * What a letter says that is not so, one line each.
 *
 * @example changesOf(letter)[0] // 'Fever: the earlier letter said present; it is absent.'
 */
export function changesOf({ changes }: OutdatedLetter): readonly string[] {
  return changes.map((change) => changeLine(change, standard, letterWords.correction))
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

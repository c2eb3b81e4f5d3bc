import type { Protocol } from '../language/protocol.ts'
import type { NextActionCode, WorklistItem } from './worklist-item.ts'

const WORDS: Readonly<Record<NextActionCode, string>> = {
  lookAgain: 'The protocol has changed: look again and sign',
  act: 'Act on the signed decision',
  signOffResult: 'Read the result and sign',
  sign: 'Read the answers and sign',
  readAnswers: 'Confirm what the patient said before the visit',
  enterResult: 'Enter the result, or find out where it is',
  correctLetter: 'A letter that was sent is not right: correct it, or tell whoever has it',
  chaseReferral: 'Find out whether the referral has arrived',
  review: 'Review the patient',
  checkOverride: 'Check what was decided otherwise',
  planOrClose: 'Nothing is planned: plan, or close',
}

/** The app's page on which it is done, below the patient's own. */
const PAGES: Readonly<Record<NextActionCode, string>> = {
  lookAgain: '/assess',
  act: '/assess',
  signOffResult: '/assess',
  sign: '/assess',
  readAnswers: '/assess',
  enterResult: '/results',
  chaseReferral: '',
  correctLetter: '',
  review: '/review',
  checkOverride: '',
  planOrClose: '',
}

/**
 * What to do about a piece of open work, in one line: neutral words, with the protocol's labels for what is clinical.
 *
 * @example describeNextAction(item, standard) // 'Enter the result, or find out where it is: ESR'
 */
export function describeNextAction(
  item: Pick<WorklistItem, 'nextAction' | 'decisions' | 'decisionOutcome'>,
  protocol: Protocol,
): string {
  const words = WORDS[item.nextAction]
  if (item.nextAction === 'review' || item.nextAction === 'lookAgain') return words
  const labels = item.decisions.map((id, index) => {
    const decision = protocol.decisions.find((each) => each.id === id)
    const outcome = index === 0 ? decision?.outcomes.find((each) => each.id === item.decisionOutcome) : undefined
    return outcome?.label ?? decision?.label ?? id
  })
  return labels.length > 0 ? `${words}: ${labels.join('; ')}` : words
}

/**
 * The app's page on which a piece of open work is done.
 *
 * @example nextActionPath(item) // '/patients/6f1c/results?episode=9a20'
 */
export function nextActionPath({
  nextAction,
  patientId,
  episodeId,
}: Pick<WorklistItem, 'nextAction' | 'patientId' | 'episodeId'>): string {
  return `/patients/${patientId}${PAGES[nextAction]}?episode=${episodeId}`
}

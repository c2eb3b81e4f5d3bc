import { type JsonObject, objectAt, objectsAt, textAt } from '../json.ts'
import { own } from '../systems.ts'
import { type Context, provenanceOf } from './context.ts'
import { readDay } from './day.ts'
import { dated, leaveOut } from './ledger.ts'
import { ownValue } from './observation.ts'
import { propose } from './propose.ts'
import type { ReceivedResource } from './resources.ts'

const DEEPEST = 8
/** What follows a finding's link id where it is said that a number or a date is not known. */
const SILENCE = '.silence'
const DONE = ['completed', 'amended']

/**
 * Reads the answers to one of our own questionnaires: the link id is the finding, or is that of its silence. What a clinician answered is a finding;
 * what the patient answered, or nobody says who, waits until a clinician confirms it.
 *
 * @example readAnswers(received, context) // context.ledger.toConfirm: [{ finding: 'fever', value: 'present', … }]
 */
export function readAnswers(received: ReceivedResource, context: Context): void {
  const { resource } = received
  if (!textAt(resource, 'questionnaire')?.startsWith(own.questionnaire)) return
  const status = textAt(resource, 'status')
  const day = readDay(textAt(resource, 'authored'), context.dayOf)
  const provenance = dated({ ...provenanceOf(received), ...(status === undefined ? {} : { status }) }, day, 'answered')
  const byClinician = isByClinician(resource)
  for (const { finding, answer } of answersIn(resource, 0)) {
    const definition = context.findings.get(finding)
    if (!definition) continue
    const read = ownValue(definition, asObservation(answer))
    if (status === 'entered-in-error') leaveOut(context.ledger, provenance, 'enteredInError', { finding })
    else if (status === undefined || !DONE.includes(status))
      leaveOut(context.ledger, provenance, 'statusNotFinal', { finding })
    else if ('not' in read) leaveOut(context.ledger, provenance, read.not, { finding })
    else if (byClinician)
      propose(finding, read.value, read.value === 'absent' ? 'takenAsAbsent' : 'taken', day, provenance, context)
    else {
      const observedOn = day && day.from <= context.asOf ? { observedOn: day.from } : {}
      context.ledger.toConfirm.push({ ...provenance, finding, value: read.value, ...observedOn })
      leaveOut(context.ledger, provenance, 'byThePatient', { finding, value: read.value, ...observedOn })
    }
  }
}

/** The source answered the questions; where there is none, the author did. */
function isByClinician(resource: JsonObject): boolean {
  const who = objectAt(resource, 'source') ?? objectAt(resource, 'author')
  return /(^|\/)Practitioner(Role)?\//.test(textAt(who, 'reference') ?? '')
}

function* answersIn(
  item: JsonObject,
  depth: number,
): Generator<{ readonly finding: string; readonly answer: JsonObject }> {
  if (depth > DEEPEST) return
  for (const each of objectsAt(item, 'item')) {
    const answers = objectsAt(each, 'answer')
    const [answer, ...more] = answers
    const linkId = textAt(each, 'linkId') ?? ''
    // Several answers to one question are no answer to it. Beside a value, that there is none says nothing.
    const isSilence = linkId.endsWith(SILENCE)
    const isAnswered = isSilence && objectsAt(item, 'item').some((other) => isAnswerTo(linkId, other))
    if (answer && more.length === 0 && !isAnswered)
      yield { finding: isSilence ? linkId.slice(0, -SILENCE.length) : linkId, answer }
    yield* answersIn(each, depth + 1)
    for (const one of answers) yield* answersIn(one, depth + 1)
  }
}

/** Whether an item answers the question beside which a silence stands. */
function isAnswerTo(silence: string, item: JsonObject): boolean {
  return `${textAt(item, 'linkId')}${SILENCE}` === silence && objectsAt(item, 'answer').length > 0
}

/** An answer's `valueCoding` is an Observation's `valueCodeableConcept`; the rest have the same names. */
function asObservation(answer: JsonObject): JsonObject {
  const coding = objectAt(answer, 'valueCoding')
  return coding ? { valueCodeableConcept: { coding: [coding] } } : answer
}

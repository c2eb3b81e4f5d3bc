import { conceptText, objectAt, statusCode, textAt } from '../json.ts'
import { type Context, provenanceOf } from './context.ts'
import type { ReceivedResource } from './resources.ts'

const CURRENT_MEDICINES = ['active', 'on-hold', 'draft', 'intended', 'unknown']
const NOT_THERE = ['inactive', 'resolved']

/**
 * Reads a MedicationRequest or MedicationStatement. No code of a medicine could be checked, and none is guessed from its
 * name: what is current is listed for the clinician, and makes one ask for what medicines decide.
 *
 * @example readMedicine(received, context) // context.ledger.medicines has 'Warfarin Sodium 5 MG Oral Tablet'
 */
export function readMedicine(received: ReceivedResource, context: Context): void {
  const { resource } = received
  const status = textAt(resource, 'status')
  if (status !== undefined && !CURRENT_MEDICINES.includes(status)) return
  if (resource.doNotPerform === true) return
  const name =
    conceptText(objectAt(resource, 'medicationCodeableConcept')) ??
    textAt(objectAt(resource, 'medicationReference'), 'display')
  if (name === undefined) return
  context.ledger.medicines.add(name)
  ask(received, status, name, ['anticoagulant', 'longTermCorticosteroids', 'treatment'], context)
}

/**
 * Reads an AllergyIntolerance: what is not refuted or resolved is listed for the clinician. One to a medicine, or to what is
 * not said, makes one ask for hypersensitivity to NSAIDs.
 *
 * @example readAllergy(received, context) // context.ledger.allergies has 'Allergy to nut'
 */
export function readAllergy(received: ReceivedResource, context: Context): void {
  const { resource } = received
  const verification = statusCode(objectAt(resource, 'verificationStatus'))
  const clinical = statusCode(objectAt(resource, 'clinicalStatus'))
  if (verification === 'refuted' || verification === 'entered-in-error') return
  if (clinical !== undefined && NOT_THERE.includes(clinical)) return
  const name = conceptText(objectAt(resource, 'code'))
  if (name === undefined) return
  context.ledger.allergies.add(name)
  const categories = Array.isArray(resource.category) ? resource.category : []
  if (categories.length === 0 || categories.includes('medication'))
    ask(received, clinical, name, ['nsaidHypersensitivity'], context)
}

function ask(
  received: ReceivedResource,
  status: string | undefined,
  says: string,
  wanted: readonly string[],
  { findings, ledger }: Context,
): void {
  const known = wanted.filter((finding) => findings.has(finding))
  if (known.length === 0) return
  ledger.questions.push({
    ...provenanceOf(received),
    ...(status === undefined ? {} : { status }),
    says,
    findings: known,
  })
}

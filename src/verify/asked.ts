import type { Ordinary } from '../diagram/component.ts'
import type { Protocol } from '../language/protocol.ts'
import type { ClinicalQuestion } from '../language/question.ts'
import { answersFor, type GivenAnswer, type Patient, patientTold } from './patient.ts'

/** A question to clinicians with its patient, and what the program answers for now. */
export interface AskedQuestion {
  readonly question: ClinicalQuestion
  readonly patient: Patient
  readonly answers: readonly GivenAnswer[]
}

/**
 * Decides the patient of each question in the question's layer. Questions of a layer that is not given are left out.
 *
 * @example askedOf(questions, [source, standard], { ordinary: {} })[0].answers // what the patient gets now
 */
export function askedOf(
  questions: readonly ClinicalQuestion[],
  protocols: readonly Protocol[],
  { ordinary, alwaysTold = [] }: { readonly ordinary: Ordinary; readonly alwaysTold?: readonly string[] },
): readonly AskedQuestion[] {
  return questions.flatMap((question) => {
    const protocol = protocols.find(({ layer }) => layer === question.layer)
    if (!protocol) return []
    const patient = patientTold(question.patient, protocol, ordinary, alwaysTold)
    return [{ question, patient, answers: answersFor(patient, protocol, question.shows) }]
  })
}

import { resultFindings } from '../care/protocol-ids.ts'
import { guarantees } from '../protocol/guarantees.ts'
import { alwaysTold, ordinaryPatient } from '../protocol/ordinary.ts'
import { source, standard } from '../protocol/protocol.ts'
import { questions } from '../protocol/questions.ts'
import { askedOf } from '../verify/asked.ts'
import { askedBy, type Model, modelOf, recordedModelOf } from '../verify/prove.ts'
import { type Checked, checkGuarantee } from '../verify/report.ts'
import { type Structure, structureOf } from '../verify/structure.ts'
import { unknownsOf } from '../verify/unknowns.ts'
import { guaranteesDocument } from '../weave/guarantees-document.ts'
import { questionsDocument } from '../weave/questions-document.ts'

const ordinary = ordinaryPatient

/** The layers, read over every possible case. */
export function proofModel(): Model {
  const alsoRead = askedBy(guarantees.flatMap(({ claims }) => claims))
  return modelOf([source, standard], undefined, { alsoRead, ordinary })
}

/**
 * Checks every guarantee in each of its layers, one at a time, so that a caller can time each.
 *
 * @example [...checkedGuarantees(proofModel())].every(({ isAsExpected }) => isAsExpected) // true
 */
export function* checkedGuarantees(model: Model): Generator<Checked> {
  for (const guarantee of guarantees)
    for (const layer of guarantee.layers) yield checkGuarantee(guarantee, layer, model, alwaysTold)
}

/**
 * What stands out in the rules of each layer.
 *
 * @example structures(proofModel()).flatMap(({ conflicts }) => conflicts) // []
 */
export function structures(model: Model): readonly Structure[] {
  const recorded = recordedModelOf(model)
  const options = { results: resultFindings, alwaysTold }
  return [...model.layers.keys()].map((layer) => structureOf(layer, model, recorded, options))
}

/**
 * `docs/guarantees.md`.
 *
 * @example wovenGuarantees('Generated.').split('\n')[0] // '# What always holds'
 */
export function wovenGuarantees(notice: string): string {
  const model = proofModel()
  const cases = {
    complete: model.complete.diagram.count(model.completeCases),
    withUnknowns: model.partial.diagram.count(model.cases),
  }
  const unknowns = [...model.layers.keys()].map((layer) => unknownsOf(layer, model, alwaysTold))
  return guaranteesDocument({ checked: [...checkedGuarantees(model)], unknowns, cases }, notice)
}

/**
 * `docs/questions.md`.
 *
 * @example wovenQuestions('Generated.').split('\n')[0] // '# Questions to clinicians'
 */
export function wovenQuestions(notice: string): string {
  const asked = askedOf(questions, [source, standard], { ordinary, alwaysTold })
  return questionsDocument({ asked, structures: structures(proofModel()) }, notice)
}

import { resultFindings } from '../care/protocol-ids.ts'
import { contentHash } from '../language/hash.ts'
import type { Proved } from '../language/proved.ts'
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
import { casesWords, patientWords } from '../weave/patient-text.ts'
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

/**
 * `src/protocol/proved.ts`: what was proved, and on what a layer is silent, as data for the evidence page.
 *
 * @example provedModule('Generated.').startsWith('// Generated.') // true
 */
export function provedModule(notice: string): string {
  const model = proofModel()
  const checked = [...checkedGuarantees(model)]
  const data: Proved = {
    protocolHash: contentHash(standard),
    cases: {
      all: casesWords(model.partial.diagram.count(model.cases)),
      known: casesWords(model.complete.diagram.count(model.completeCases)),
    },
    guarantees: [...new Set(checked.map(({ guarantee }) => guarantee))].map((guarantee) => {
      const own = checked.filter((each) => each.guarantee === guarantee)
      const failing = own.find(({ counterexample }) => counterexample)?.counterexample?.shown[0]
      const { id, name, sentence, wording, because } = guarantee
      return {
        id,
        name,
        sentence,
        isProposed: wording === 'proposed',
        layers: own.map(({ layer, status }) => ({ layer, isProved: status === 'proved' })),
        ...(failing ? { fails: patientWords(failing.patient) } : {}),
        ...(because ? { because } : {}),
      }
    }),
    silent: structures(model).flatMap(({ layer, gaps }) =>
      gaps.map(({ situation, cases }) => {
        const labels = (holds: boolean) => situation.filter((part) => part.holds === holds).map(({ label }) => label)
        return { layer, yes: labels(true), no: labels(false), cases: casesWords(cases) }
      }),
    ),
  }
  return [
    `// ${notice}`,
    "import type { Proved } from '../language/proved.ts'",
    '',
    '/** What was proved of the protocol when it was built. */',
    `export const proved: Proved = ${JSON.stringify(data, null, 2)}`,
    '',
  ].join('\n')
}

import { emergency, neurologic, pace } from './findings/emergency.ts'
import { history } from './findings/history.ts'
import { person, pregnancy, pregnancyAge } from './findings/person.ts'
import { tests } from './findings/results.ts'
import { risks } from './findings/risks.ts'

export { anyDeficit } from './findings/emergency.ts'
export { cancerEver } from './findings/history.ts'

/** The vocabulary, in the order in which it is asked: who the patient is, then what cannot wait, then the rest. */
export const findingDefinitions = [
  ...person.definitions,
  ...pregnancy.definitions,
  ...pregnancyAge.definitions,
  ...emergency.definitions,
  ...neurologic.definitions,
  ...pace.definitions,
  ...history.definitions,
  ...risks.definitions,
  ...tests.definitions,
]

/** The terms that conditions are written with. */
export const findings = {
  ...person.terms,
  ...pregnancy.terms,
  ...pregnancyAge.terms,
  ...emergency.terms,
  ...neurologic.terms,
  ...pace.terms,
  ...history.terms,
  ...risks.terms,
  ...tests.terms,
}

/** The id of a finding. */
export type FindingId = keyof typeof findings

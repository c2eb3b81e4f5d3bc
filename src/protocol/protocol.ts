import { assemble, type Protocol } from '../language/protocol.ts'
import { namedConditions } from './conditions.ts'
import { constraints } from './constraints.ts'
import { decisions } from './decisions.ts'
import { findingDefinitions } from './findings.ts'
import { frequencies } from './frequencies.ts'
import { nextSteps } from './next-steps.ts'
import { limits } from './parameters.ts'
import * as context from './source/A-context.ts'
import * as redFlags from './source/B-red-flags.ts'
import * as workUp from './source/C-work-up.ts'
import * as treatment from './source/D-treatment.ts'
import * as seriousFeatures from './source/E-serious-features.ts'
import * as referral from './source/F-referral.ts'
import * as readings from './source/I-readings.ts'
import * as scope from './source/scope.ts'
import * as emergencies from './standard/X-emergencies.ts'
import * as results from './standard/X-results.ts'
import * as risks from './standard/X-risks.ts'
import * as additionsToTreatment from './standard/X-treatment.ts'

const shared = {
  name: 'back-pain',
  version: '0.1.0',
  parameters: limits,
  findings: findingDefinitions,
  constraints,
  conditions: namedConditions,
  decisions,
  nextSteps,
  frequencies,
}

const sourceChapters = [context, redFlags, workUp, treatment, seriousFeatures, referral, readings, scope]

/** Exactly the source text and our readings of it: for comparison, teaching and simulation. */
export const source: Protocol = assemble({ ...shared, layer: 'source', chapters: sourceChapters })

/** The source with the safety additions: what a live patient always gets. */
export const standard: Protocol = assemble({
  ...shared,
  layer: 'standard',
  chapters: [...sourceChapters, emergencies, results, risks, additionsToTreatment],
})

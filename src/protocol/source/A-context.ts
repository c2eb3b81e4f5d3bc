import { says } from '../../language/statement.ts'

export const A1 = says('A1', 'context')`
  Back pain is among the commonest reasons to see a clinician in most of the world; up to 85 % of people have it in
  their life.`

export const A2 = says('A2', 'context')`Most low back pain has a musculoskeletal cause.`

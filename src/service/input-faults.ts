import type { z } from 'zod'
import type { InputFault } from './api/problem.ts'

/** More would help nobody, and a hostile request must not make the answer large. */
const faultsAtMost = 20

type Issue = z.core.$ZodIssue

/** A path as people write it. Segments can be keys of the sender's making, so each is cut short. */
const pathOf = (where: string, path: readonly PropertyKey[]): string =>
  [where, ...path.map((segment) => String(segment).slice(0, 60))].join('.')

const limitOf = (issue: { inclusive?: boolean; origin: string }, limit: number | bigint, bound: 'least' | 'most') => {
  const unit = issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' entries' : ''
  return issue.inclusive === false
    ? `${bound === 'least' ? 'more' : 'less'} than ${limit}${unit}`
    : `at ${bound} ${limit}${unit}`
}

/** What is wrong and what is allowed. Only the schema's own words are used: the input is never read. */
function describe(issue: Issue): Omit<InputFault, 'path'> {
  switch (issue.code) {
    case 'invalid_type':
      return { message: 'Missing or of the wrong kind', allowed: issue.expected }
    case 'invalid_value':
      return { message: 'Not one of the allowed values', allowed: issue.values.map(String).join(', ') }
    case 'too_small':
      return { message: 'Too small or too short', allowed: limitOf(issue, issue.minimum, 'least') }
    case 'too_big':
      return { message: 'Too large or too long', allowed: limitOf(issue, issue.maximum, 'most') }
    case 'not_multiple_of':
      return { message: 'Not a multiple', allowed: `a multiple of ${issue.divisor}` }
    case 'invalid_format':
      // A pattern is for programs; where a schema has its own sentence for it, that sentence helps more.
      return { message: 'Not in the right form', allowed: issue.format === 'regex' ? issue.message : issue.format }
    case 'unrecognized_keys':
      return { message: `Not known here: ${issue.keys.map((key) => key.slice(0, 60)).join(', ')}`.slice(0, 300) }
    case 'invalid_union': {
      const options = 'options' in issue ? issue.options : undefined
      const message = 'Fits none of the described forms'
      return options === undefined ? { message } : { message, allowed: options.map(String).join(', ') }
    }
    case 'custom':
      return { message: issue.message } // our own schemas' words; they are constant sentences
    default:
      return { message: 'Not allowed' }
  }
}

/**
 * zod's issues as the list a problem answer carries: path, what is wrong, what is allowed; no value that was sent.
 *
 * @param where The part of the request: `body`, `params` or `querystring`.
 * @example inputFaults('body', z.object({ age: z.number() }).safeParse({}).error.issues)
 *   // [{ path: 'body.age', message: 'Missing or of the wrong kind', allowed: 'number' }]
 */
export function inputFaults(where: string, issues: readonly Issue[]): InputFault[] {
  return issues.slice(0, faultsAtMost).map((issue) => ({ path: pathOf(where, issue.path), ...describe(issue) }))
}

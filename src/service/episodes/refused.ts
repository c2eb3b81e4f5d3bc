import type { CareProblem } from '../../care/problems.ts'
import { ServiceError } from '../errors.ts'

/**
 * Care's reasons, each with the place of its event in the request.
 *
 * @example refused(0, [problem('PLB_CARE_REASON_MISSING', 'reason')]).code // 'PLB_EPISODE_REFUSED'
 */
export function refused(index: number, problems: readonly CareProblem[]): ServiceError {
  const errors = problems.map(({ code, path, message, allowed }) => ({
    path: ['body', 'events', index, 'payload', ...(path === '' ? [] : [path])].join('.'),
    message,
    code,
    ...(allowed === undefined ? {} : { allowed }),
  }))
  return new ServiceError('PLB_EPISODE_REFUSED', { errors })
}

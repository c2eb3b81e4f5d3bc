import { z } from 'zod'
import type { Problem } from '../api/problem.ts'

/** What a FHIR client is answered when something is not as asked. */
export const outcomeSchema = z
  .object({
    resourceType: z.literal('OperationOutcome'),
    issue: z.array(
      z.object({
        severity: z.literal('error'),
        code: z.string(),
        details: z.object({
          coding: z.array(z.object({ system: z.string(), code: z.string() })).exactOptional(),
          text: z.string(),
        }),
        expression: z.array(z.string()).exactOptional(),
        diagnostics: z.string().exactOptional(),
      }),
    ),
  })
  .meta({ id: 'OperationOutcome' })

const issueCodes: Readonly<Record<number, string>> = {
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  412: 'required',
  413: 'too-long',
  415: 'not-supported',
  421: 'security',
  429: 'throttled',
  503: 'transient',
}

/**
 * A problem as FHIR says it, under the same stable code.
 *
 * @example operationOutcome(problem).issue[0]?.code // 'not-found'
 */
export function operationOutcome({
  code: problem,
  title,
  status,
  detail,
  errors = [],
  reference,
}: Problem): z.output<typeof outcomeSchema> {
  const code = issueCodes[status] ?? (status < 500 ? 'invalid' : 'exception')
  const said = [detail, reference].filter((each) => each !== undefined).join(' ')
  const details = { coding: [{ system: 'urn:plumbline:problem', code: problem }], text: title }
  const whole = { severity: 'error' as const, code, details, ...(said === '' ? {} : { diagnostics: said }) }
  const parts = errors.map(({ path, message, allowed }) => ({
    severity: 'error' as const,
    code,
    details: { text: allowed === undefined ? message : `${message}; allowed: ${allowed}` },
    expression: [path.replace(/^body\./, '')],
  }))
  return { resourceType: 'OperationOutcome', issue: [whole, ...parts] }
}

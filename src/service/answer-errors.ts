import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { ServiceError, type ServiceErrorCode, serviceErrors } from './errors.ts'
import { operationOutcome } from './fhir/outcome.ts'
import { inputFaults } from './input-faults.ts'

/** Input that does not fit its schema; Fastify adds which part of the request it was. */
class InputRefused extends Error {
  readonly issues: readonly z.core.$ZodIssue[]
  validationContext?: string

  constructor(issues: readonly z.core.$ZodIssue[]) {
    super('The input does not fit its schema.')
    this.issues = issues
  }
}

/** The validator of every route: zod's result in the form Fastify wants. */
export const validateWithZod =
  ({ schema }: { schema: z.ZodType }) =>
  (input: unknown) => {
    const result = schema.safeParse(input)
    return result.success ? { value: result.data } : { error: new InputRefused(result.error.issues) }
  }

/** Fastify's own refusals, in our catalogue. Their messages quote the request, so only their codes are used. */
const frameworkRefusals: ReadonlyMap<string, ServiceErrorCode> = new Map([
  ['FST_ERR_CTP_BODY_TOO_LARGE', 'PLB_HTTP_TOO_LARGE'],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 'PLB_HTTP_NOT_JSON_TYPE'],
  ['FST_ERR_CTP_EMPTY_JSON_BODY', 'PLB_HTTP_NOT_JSON'],
  ['FST_ERR_CTP_INVALID_JSON_BODY', 'PLB_HTTP_NOT_JSON'],
  ['FST_ERR_HANDLER_TIMEOUT', 'PLB_HTTP_TIMEOUT'],
])

/** What is unavailable, as a database that is restarted, may be back after so long. */
const passesInSeconds = 5

const inCatalogue = (code: string): code is ServiceErrorCode => Object.hasOwn(serviceErrors, code)

/** What to answer to an error; `undefined` when it is a fault of ours. */
function refusalOf(error: Error): ServiceError | undefined {
  if (error instanceof ServiceError) return error
  if (error instanceof InputRefused) {
    const errors = inputFaults(error.validationContext ?? 'request', error.issues)
    return new ServiceError('PLB_HTTP_BAD_INPUT', { errors })
  }
  const { code, statusCode } = error as Partial<FastifyError>
  if (code !== undefined && inCatalogue(code)) return new ServiceError(code)
  const known = frameworkRefusals.get(code ?? '')
  if (known !== undefined) return new ServiceError(known)
  // A body with `__proto__` in it, a length that does not fit, a bad escape in the address …
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new ServiceError('PLB_HTTP_BAD_REQUEST')
  return undefined
}

/** Sends any error as a problem; what is our fault goes to the log under the reference that the answer carries. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = error instanceof Error ? refusalOf(error) : undefined
  const answered = refusal ?? new ServiceError('PLB_HTTP_INTERNAL', { reference: request.id })
  if (answered.status >= 500) request.log.error({ err: error, answered: answered.code }, 'failed')
  const retryAfterSeconds =
    answered.details.retryAfterSeconds ?? (answered.status === 503 ? passesInSeconds : undefined)
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds))
  if (wantsFhir(request)) {
    reply.status(answered.status).type('application/fhir+json; charset=utf-8')
    return reply.serializer(JSON.stringify).send(operationOutcome(answered.problem))
  }
  return reply.status(answered.status).type('application/problem+json; charset=utf-8').send(answered.problem)
}

/** Routes of FHIR answer errors as FHIR has them; programs that call a hook may ask for it. */
const wantsFhir = ({ headers, url, routeOptions }: FastifyRequest): boolean =>
  routeOptions.config?.isFhir === true ||
  (url.startsWith('/cds-services') && headers.accept?.includes('application/fhir+json') === true)

/** Makes every error of a server a problem answer, and JSON the only thing it reads. */
export function answerErrorsOf(server: FastifyInstance): void {
  // A form or a page on another site can send plain text without asking first; JSON it cannot.
  server.removeContentTypeParser('text/plain')
  server.setValidatorCompiler<z.ZodType>(validateWithZod)
  server.setErrorHandler(answerError)
}

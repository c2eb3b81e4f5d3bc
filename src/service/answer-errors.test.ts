import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { RecordError, recordErrorCatalogue } from '../record/errors.ts'
import { answerErrorsOf } from './answer-errors.ts'
import { ServiceError, serviceErrors } from './errors.ts'

/** What a server answers when a handler throws this. */
async function answerTo(thrown: unknown) {
  const server = Fastify({ genReqId: () => 'request-1' })
  answerErrorsOf(server)
  server.get('/', () => Promise.reject(thrown))
  const answer = await server.inject({ method: 'GET', url: '/' })
  await server.close()
  return answer
}

test("the record's refusals are answered by their code, without their words", async () => {
  const answer = await answerTo(new RecordError('PLB_RECORD_CONFLICT', 'episode of Dolores'))
  expect(answer.statusCode).toBe(409)
  expect(answer.json()).toMatchObject({ code: 'PLB_RECORD_CONFLICT', title: serviceErrors.PLB_RECORD_CONFLICT.title })
  expect(answer.body).not.toContain('Dolores')
})

test('every code of the record that is answered as such is one that the record has', () => {
  const answered = Object.keys(serviceErrors).filter((code) => code.startsWith('PLB_RECORD_'))
  expect(Object.keys(recordErrorCatalogue)).toEqual(expect.arrayContaining(answered))
})

test.each([
  new Error('Dolores'),
  Object.assign(new Error('Dolores'), { code: 'PLB_UNHEARD_OF' }),
  Object.assign(new Error('Dolores'), { statusCode: 200 }),
  Object.assign(new Error('Dolores'), { code: 'toString', statusCode: 503 }),
  'Dolores',
  { message: 'Dolores', statusCode: 400 },
  null,
])('anything else is a fault of ours with a reference and nothing more (%#)', async (thrown) => {
  const answer = await answerTo(thrown)
  expect(answer.statusCode).toBe(500)
  expect(answer.json()).toMatchObject({ code: 'PLB_HTTP_INTERNAL', reference: 'request-1' })
  expect(answer.body).not.toContain('Dolores')
})

test('a handler may say more, such as when to try again', async () => {
  const answer = await answerTo(
    new ServiceError('PLB_SESSION_TOO_MANY_ATTEMPTS', { retryAfterSeconds: 7, detail: 'Soon.' }),
  )
  expect(answer.headers['retry-after']).toBe('7')
  expect(answer.json()).toMatchObject({ status: 429, detail: 'Soon.' })
})

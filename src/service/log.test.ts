import { expect, test } from 'vitest'
import { createLog } from './log.ts'

test('a log line says of an error what it is and where it arose, and keeps its message to itself', () => {
  const lines: string[] = []
  const log = createLog({ write: (line) => lines.push(line) })
  const cause = Object.assign(new TypeError('cause: Dolores'), { code: 'SQLITE_FULL' })
  log.error(
    { err: new Error('about Dolores', { cause }), req: { url: '/Dolores' }, res: { body: 'Dolores' } },
    'failed',
  )
  log.error(new Error('Dolores'), 'failed')
  log.child({ requestId: '1' }).error({ err: 'Dolores' }, 'failed')
  log.error(new Error('Dolores'))
  log.error({ err: new Error('Dolores') })
  expect(lines).toHaveLength(5)
  expect(lines.join('')).not.toContain('Dolores')
  const { err } = JSON.parse(lines[0] ?? '')
  expect(err).toMatchObject({ type: 'Error', cause: { type: 'TypeError', code: 'SQLITE_FULL' } })
  expect(err.frames[0]).toMatch(/^at .*log\.test\.ts/)
})

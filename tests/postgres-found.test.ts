import { expect, test } from 'vitest'
import { findPostgres } from '../scripts/postgres.mjs'

const missing = process.env.PLUMBLINE_POSTGRES_MISSING ?? 'no PostgreSQL 15 or later was found'

test.skipIf(findPostgres() === undefined)(`the tests of the stores run on PostgreSQL too, unless ${missing}`, () => {
  expect(findPostgres()).toBeTypeOf('string')
})

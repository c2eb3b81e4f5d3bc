import { defineConfig } from 'vitest/config'
import { findPostgres } from './scripts/postgres.mjs'

const inBrowser = 'tests/browser/**/*.test.ts'

/** Whatever reads and writes a store is tested on both of them: the same tests, on SQLite and on PostgreSQL. */
const onBothStores = [
  'src/record/{record,database,projection}.test.ts',
  'src/service/accounts/{admission,sessions}.test.ts',
  'src/service/audit/*.test.ts',
  'src/service/episodes/{drafts,record-events}.test.ts',
  'src/service/protocol/{adoption,kept-version}.test.ts',
  'src/service/questionnaire/questionnaire.test.ts',
  'src/service/messages/messages.test.ts',
  'src/service/cds-hooks/feedback.test.ts',
  'tests/schemas.test.ts',
]
const onPostgresAlone = ['src/record/postgres.test.ts']

const environment = { environment: 'node', testTimeout: 30_000, hookTimeout: 60_000 } as const

export default defineConfig({
  test: {
    // Processes, not threads: native modules and workers of their own end cleanly with them.
    pool: 'forks',
    maxWorkers: 2,
    // Worker threads, child processes and the command line are tested as they ship, from dist/.
    globalSetup: ['./tests/built.ts'],
    projects: [
      {
        extends: true,
        test: {
          ...environment,
          name: 'plumbline',
          include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
          exclude: [inBrowser, ...onPostgresAlone],
        },
      },
      // Where there is none, tests/postgres-found.test.ts is skipped and says why.
      ...(findPostgres() === undefined
        ? []
        : [
            {
              extends: true as const,
              test: {
                ...environment,
                name: 'PostgreSQL',
                testTimeout: 120_000,
                hookTimeout: 120_000,
                include: [...onBothStores, ...onPostgresAlone],
                globalSetup: ['./tests/postgres.ts'],
              },
            },
          ]),
      {
        extends: true,
        test: {
          name: 'browser',
          include: [inBrowser],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // What is waited for comes when it comes: a busy machine is ten times slower, and no test is about that.
          expect: { poll: { timeout: 120_000, interval: 100 } },
          // A whole browser on a loaded machine: in CI a test has a second try, and the run names each that needed it.
          retry: process.env.CI === undefined ? 0 : 1,
        },
      },
    ],
  },
})

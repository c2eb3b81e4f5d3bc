import { defineConfig } from 'vitest/config'

const inBrowser = 'tests/browser/**/*.test.ts'

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
          name: 'plumbline',
          include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
          exclude: [inBrowser],
          environment: 'node',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [inBrowser],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // A whole browser on a loaded machine: in CI a test has a second try, and the run names each that needed it.
          retry: process.env.CI === undefined ? 0 : 1,
        },
      },
    ],
  },
})

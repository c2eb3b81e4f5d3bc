import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
    environment: 'node',
    // Worker threads, child processes and the command line are tested as they ship, from dist/.
    globalSetup: ['./tests/built.ts'],
    // Processes, not threads: native modules and workers of their own end cleanly with them.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})

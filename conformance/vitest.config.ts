import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['conformance/*.test.ts'],
    environment: 'node',
    globalSetup: ['./tests/built.ts'],
    pool: 'forks',
    // One after the other: the last one times, and the machine is to have nothing else to do.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})

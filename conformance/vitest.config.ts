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
    expect: { poll: { timeout: 120_000, interval: 100 } },
    // As the product's own browser tests: in CI a test has a second try, and the run names each that needed it.
    retry: process.env.CI === undefined ? 0 : 1,
  },
})

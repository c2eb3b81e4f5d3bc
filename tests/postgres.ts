import type { TestProject } from 'vitest/node'
import { startPostgres } from '../scripts/postgres.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the private PostgreSQL on which this project's tests run. */
    postgresAddress: string
  }
}

/** One private PostgreSQL for all tests that run on both stores; each test takes schemas of its own in it. */
export default async function postgres(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres()
  project.provide('postgresAddress', server.address)
  return () => server.remove()
}

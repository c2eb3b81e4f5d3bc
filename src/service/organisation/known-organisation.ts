import type { Identities } from './identities.ts'
import type { Provider } from './provider.ts'

/** What the service has of an organisation. */
export interface KnownOrganisation {
  readonly name: string
  readonly provider: Provider
  readonly identities: Identities
}

import 'fhirclient/build/fhir-client.pure.min.js'
import type { LaunchServer } from '../../service/api/smart.ts'
import { beginAs, forgetLaunch, hasBegun } from './launch-keys.ts'

/** What is used of the library's client: one launch, with its token. */
export interface SmartClient {
  readonly patient: { readonly id: string | null }
  readonly state: {
    readonly serverUrl: string
    readonly expiresAt?: number
    readonly tokenResponse?: { readonly scope?: string; readonly access_token?: string }
  }
  getFhirUser(): string | null
  request<Answer>(
    request: string | { readonly url: string; readonly headers?: Record<string, string> },
  ): Promise<Answer>
  create<Created>(resource: object, options?: { readonly headers?: Record<string, string> }): Promise<Created>
}

interface AuthorizeParams {
  readonly iss: string
  readonly launch?: string
  readonly clientId: string
  readonly scope: string
  readonly redirectUri: string
  readonly pkceMode: 'required'
  readonly completeInTarget: boolean
  readonly noRedirect: true
}

interface FhirLibrary {
  readonly oauth2: {
    authorize(params: AuthorizeParams): Promise<string>
    ready(): Promise<SmartClient>
  }
}

function library(): FhirLibrary {
  const { FHIR } = globalThis as { readonly FHIR?: FhirLibrary }
  if (FHIR === undefined) throw new Error('The library for launches is not there.')
  return FHIR
}

/** Why a launch did not come about. */
export class LaunchRefused extends Error {
  readonly why: 'elsewhere' | 'otherPerson' | 'noPatient' | 'notConfigured'

  constructor(why: LaunchRefused['why']) {
    super(`The launch was refused: ${why}.`)
    this.why = why
  }
}

/**
 * Where the browser has to go for leave to read: the other record's authorisation server, with a fresh challenge (PKCE,
 * S256; a server without it is refused).
 *
 * @throws `LaunchRefused` where the server names an authorisation server on a host that is not configured
 * @example location.assign(await beginLaunch(server, 'xyz', 'real:6f1c…'))
 */
export async function beginLaunch(server: LaunchServer, launch: string | undefined, owner: string): Promise<string> {
  beginAs(owner)
  const url = await library().oauth2.authorize({
    iss: server.iss,
    ...(launch === undefined ? {} : { launch }),
    clientId: server.clientId,
    scope: `${launch === undefined ? 'launch/patient' : 'launch'} ${server.scope}`,
    redirectUri: `${location.origin}/smart/return`,
    pkceMode: 'required',
    completeInTarget: true,
    noRedirect: true,
  })
  if (server.origins.includes(new URL(url).origin)) return url
  forgetLaunch()
  throw new LaunchRefused('elsewhere')
}

/**
 * Completes the launch that this tab began: swaps the code for the token, once.
 *
 * @throws `LaunchRefused`; the library's error where the state is not the one that this tab gave
 * @example const client = await completeLaunch(servers, 'real:6f1c…')
 */
export async function completeLaunch(
  servers: readonly LaunchServer[],
  owner: string,
): Promise<{ readonly client: SmartClient; readonly server: LaunchServer }> {
  if (!hasBegun(owner)) {
    forgetLaunch()
    throw new LaunchRefused('otherPerson')
  }
  const client = await library().oauth2.ready()
  const server = serverOf(servers, client.state.serverUrl)
  if (server === undefined) throw new LaunchRefused('notConfigured')
  if (client.patient.id === null) throw new LaunchRefused('noPatient')
  return { client, server }
}

/**
 * The configured server of an address; a slash at its end makes no difference.
 *
 * @example serverOf(servers, 'https://ehr.example/fhir/')?.name // 'City Hospital'
 */
export function serverOf(servers: readonly LaunchServer[], iss: string): LaunchServer | undefined {
  const plain = (text: string): string => text.replace(/\/+$/, '')
  return servers.find((each) => plain(each.iss) === plain(iss))
}

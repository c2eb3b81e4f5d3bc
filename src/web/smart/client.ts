import 'fhirclient/build/fhir-client.pure.min.js'
import { isObject, objectsAt, textAt } from '../../fhir/json.ts'
import type { BegunLaunch, Launched, LaunchServer, SwappedToken } from '../../service/api/smart.ts'
import { send } from '../api.ts'
import { beginAs, begunBy, forgetLaunch, noteToken, waitingLaunch } from './launch-keys.ts'

/** What is used of the library's client: one launch, with its token. */
export interface SmartClient {
  readonly patient: { readonly id: string | null }
  readonly state: {
    readonly serverUrl: string
    readonly expiresAt?: number
    readonly tokenResponse?: { readonly scope?: string; readonly access_token?: string; readonly id_token?: string }
  }
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
 * S256; a server without it is refused) and a number that comes back signed with who used it.
 *
 * @throws `LaunchRefused` where the server names an authorisation server on a host that is not configured
 * @example location.assign(await beginLaunch(server, 'xyz', 'real:6f1c…'))
 */
export async function beginLaunch(server: LaunchServer, launch: string | undefined, owner: string): Promise<string> {
  const { launchId, nonce } = await send<BegunLaunch>('POST', '/api/smart/launches', { iss: server.iss })
  beginAs(owner, launchId)
  const asked = await library().oauth2.authorize({
    iss: server.iss,
    ...(launch === undefined ? {} : { launch }),
    clientId: server.clientId,
    scope: `${launch === undefined ? 'launch/patient' : 'launch'} ${server.scope}`,
    redirectUri: `${location.origin}/smart/return`,
    pkceMode: 'required',
    completeInTarget: true,
    noRedirect: true,
  })
  const url = new URL(asked)
  url.searchParams.set('nonce', nonce)
  if (server.origins.includes(url.origin)) return url.href
  forgetLaunch()
  throw new LaunchRefused('elsewhere')
}

/** A launch that came about: who used the other record, and how that user stands to who is signed in here. */
export interface CompletedLaunch {
  readonly client: SmartClient
  readonly server: LaunchServer
  readonly launched: Launched
}

/**
 * Completes the launch that this tab began: swaps the code for the token, once; by the service where it holds the key. The
 * service is told who used the other record by what its sign-in signed.
 *
 * @throws `LaunchRefused`; the library's error where the state is not the one that this tab gave
 * @example const client = await completeLaunch(servers, 'real:6f1c…')
 */
export async function completeLaunch(servers: readonly LaunchServer[], owner: string): Promise<CompletedLaunch> {
  const launchId = begunBy(owner)
  if (launchId === undefined) {
    forgetLaunch()
    throw new LaunchRefused('otherPerson')
  }
  await swapByService(servers, launchId)
  const client = await library().oauth2.ready()
  const server = serverOf(servers, client.state.serverUrl)
  if (server === undefined) throw new LaunchRefused('notConfigured')
  if (client.patient.id === null) throw new LaunchRefused('noPatient')
  const idToken = client.state.tokenResponse?.id_token ?? null
  const launched = await send<Launched>('POST', `/api/smart/launches/${launchId}/user`, { idToken })
  return { client, server, launched }
}

/** Where the service holds the key, the library finds the token already there, and never asks for it. */
async function swapByService(servers: readonly LaunchServer[], launchId: string): Promise<void> {
  const asked = new URLSearchParams(location.search)
  const [code, waiting] = [asked.get('code'), waitingLaunch(asked.get('state'))]
  const { serverUrl = '', codeVerifier, tokenResponse } = waiting?.state ?? {}
  if (code === null || waiting === undefined || codeVerifier === undefined) return
  if (serverOf(servers, serverUrl)?.client !== 'privateKey') return
  if (tokenResponse !== undefined && 'access_token' in tokenResponse) return
  noteToken(waiting, await send<SwappedToken>('POST', `/api/smart/launches/${launchId}/token`, { code, codeVerifier }))
}

/**
 * What a user of the other record is called there, where that record lets it be read.
 *
 * @example await userName(client, 'Practitioner/7') // 'Kei Ono'
 */
export async function userName(client: SmartClient, fhirUser: string | null): Promise<string | undefined> {
  if (fhirUser === null || !/^[A-Za-z]+\/[A-Za-z0-9.-]+$/.test(fhirUser)) return undefined
  const resource: unknown = await client.request<unknown>(fhirUser).catch(() => undefined)
  const name = objectsAt(isObject(resource) ? resource : {}, 'name').find(({ use }) => use !== 'old')
  const given = Array.isArray(name?.given) ? name.given.filter((each) => typeof each === 'string') : []
  const whole = textAt(name, 'text') ?? [...given, textAt(name, 'family') ?? ''].join(' ').trim()
  return whole === '' ? undefined : whole
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

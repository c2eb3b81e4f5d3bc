/** Where the library keeps the key of the launch of this tab. */
const STATE_KEY = 'SMART_KEY'
/** Who began the launch: nobody else signed in here later may go on with it. */
const OWNER_KEY = 'plumbline-launch-owner'
/** What the service calls the launch. */
const LAUNCH_KEY = 'plumbline-launch'

/** Remembers who begins a launch, and what the service calls it. */
export function beginAs(owner: string, launchId: string): void {
  forgetLaunch()
  sessionStorage.setItem(OWNER_KEY, owner)
  sessionStorage.setItem(LAUNCH_KEY, launchId)
}

/**
 * What the service calls the launch of this tab, where this person began it.
 *
 * @example begunBy('real:6f1c…') // '0b7e…'
 */
export function begunBy(owner: string): string | undefined {
  return sessionStorage.getItem(OWNER_KEY) === owner ? (sessionStorage.getItem(LAUNCH_KEY) ?? undefined) : undefined
}

/** The library's notes on a launch that waits for its code, as far as they are used here. */
export interface WaitingLaunch {
  readonly key: string
  readonly state: { readonly serverUrl?: string; readonly codeVerifier?: string; readonly tokenResponse?: object }
}

/**
 * The launch of this tab that the sign-in sent the browser back to, where the state is the one that this tab gave.
 *
 * @example waitingLaunch('3f9c…')?.state.serverUrl // 'https://ehr.example/fhir'
 */
export function waitingLaunch(stateOfAddress: string | null): WaitingLaunch | undefined {
  const key = sessionStorage.getItem(STATE_KEY)?.replace(/^"|"$/g, '')
  if (key === undefined || key === '' || key !== stateOfAddress) return undefined
  const kept = sessionStorage.getItem(key)
  return kept === null ? undefined : { key, state: JSON.parse(kept) as WaitingLaunch['state'] }
}

/** Notes the token of a launch where the library looks for it. */
export function noteToken({ key, state }: WaitingLaunch, token: { readonly expires_in?: number | undefined }): void {
  const seconds = Math.floor(Date.now() / 1000) + (token.expires_in ?? 300)
  sessionStorage.setItem(key, JSON.stringify({ ...state, tokenResponse: token, expiresAt: seconds }))
}

/** Forgets the launch of this tab with its token. */
export function forgetLaunch(): void {
  const quoted = sessionStorage.getItem(STATE_KEY)
  if (quoted !== null) sessionStorage.removeItem(quoted.replace(/^"|"$/g, ''))
  sessionStorage.removeItem(STATE_KEY)
  sessionStorage.removeItem(OWNER_KEY)
  sessionStorage.removeItem(LAUNCH_KEY)
}

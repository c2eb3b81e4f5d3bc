/** Where the library keeps the key of the launch of this tab. */
const STATE_KEY = 'SMART_KEY'
/** Who began the launch: nobody else signed in here later may go on with it. */
const OWNER_KEY = 'plumbline-launch-owner'

/** Remembers who begins a launch. */
export function beginAs(owner: string): void {
  forgetLaunch()
  sessionStorage.setItem(OWNER_KEY, owner)
}

/**
 * Whether this person began the launch of this tab.
 *
 * @example hasBegun('real:6f1c…') // true
 */
export function hasBegun(owner: string): boolean {
  return sessionStorage.getItem(OWNER_KEY) === owner
}

/** Forgets the launch of this tab with its token. */
export function forgetLaunch(): void {
  const quoted = sessionStorage.getItem(STATE_KEY)
  if (quoted !== null) sessionStorage.removeItem(quoted.replace(/^"|"$/g, ''))
  sessionStorage.removeItem(STATE_KEY)
  sessionStorage.removeItem(OWNER_KEY)
}

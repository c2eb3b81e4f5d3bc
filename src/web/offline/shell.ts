/** The app's page as the service sent it: its text, and the policy that its nonce belongs to. */
export interface ShellPage {
  readonly text: string
  readonly policy: string
}

/**
 * The page with another nonce, in its text and in its policy: one that is kept and shown again would otherwise have the
 * same nonce for as long as it is kept.
 *
 * @example withNonce({ text: '<meta nonce="old">', policy: "style-src 'nonce-old'" }, 'new').text // '<meta nonce="new">'
 */
export function withNonce({ text, policy }: ShellPage, nonce: string): ShellPage {
  const old = /'nonce-([^']+)'/.exec(policy)?.[1]
  if (old === undefined) return { text, policy }
  return { text: text.replaceAll(old, nonce), policy: policy.replaceAll(old, nonce) }
}

/**
 * Whether a page belongs to these files: one from a newer build names files that are not among them. What a page asks of the
 * API ahead is no file.
 *
 * @example isPageOf('<script src="/assets/main-1.js">', ['/assets/main-2.js']) // false
 */
export function isPageOf(text: string, files: readonly string[]): boolean {
  const named = [...text.matchAll(/(?:src|href)="(\/(?!api\/)[^"]+)"/g)].map(([, file]) => file ?? '')
  return named.length > 0 && named.every((file) => files.includes(file))
}

/** What the service answers itself, or what is no screen of the clinic: always asked of the network. */
const OTHERS = /^\/(api|auth|cds-services|fhir|healthz|q|readyz|smart|\.well-known)(\/|$)/

/**
 * Whether an address that is opened is a screen of the app, and so its page.
 *
 * @example isScreen('/patients/6f1c/assess') // true
 * @example isScreen('/api/openapi.json') // false
 */
export function isScreen(path: string): boolean {
  return !OTHERS.test(path) && !/\.[^/]*$/.test(path)
}

/** For answers that are data: whatever a browser makes of them, it may load, run, frame and submit nothing. */
export const apiContentSecurityPolicy =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * For the app's page and, without a nonce, its files: a service worker lives by the policy of its own file. Own files only; no inline script, no inline style attribute, no eval. The nonce is for the
 * `<style>` elements Mantine writes for its CSS variables; a new one with every page. React and Mantine set `style`
 * properties through the CSSOM, which no policy forbids, so `'unsafe-inline'` is not needed.
 *
 * @param connect Other hosts that the page may ask: those of a launch, on the pages of a launch alone.
 * @param secure Whether people reach the service over https: only then may plain requests be upgraded.
 */
export function pageContentSecurityPolicy(
  nonce: string | undefined,
  secure: boolean,
  connect: readonly string[] = [],
): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    nonce === undefined ? "style-src 'self'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    ["connect-src 'self'", ...connect].join(' '),
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    // One policy, the page's own (src/web/trusted-types.ts): whatever is injected finds no way to become code.
    "require-trusted-types-for 'script'",
    'trusted-types default',
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}

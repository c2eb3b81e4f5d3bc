/** What is used of the browser's Trusted Types; browsers without them have the rest of the content security policy. */
interface TrustedTypes {
  createPolicy(
    name: 'default',
    rules: {
      readonly createHTML: (text: string) => string | null
      readonly createScriptURL: (address: string) => string | null
    },
  ): unknown
}

/**
 * Of HTML, only text: the one library that writes any gives its style elements their words. Nothing that it is given can
 * become an element.
 *
 * @example textAlone('.a{color:red}') // '.a{color:red}'
 * @example textAlone('<img src=x onerror=alert(1)>') // null: the browser refuses
 */
export const textAlone = (text: string): string | null => (text.includes('<') ? null : text)

/**
 * Of addresses of scripts and workers, only one's own.
 *
 * @example ownScript('https://elsewhere.example/x.js', 'https://clinic.example') // null: the browser refuses
 */
export function ownScript(address: string, origin: string): string | null {
  try {
    return new URL(address, origin).origin === origin ? address : null
  } catch {
    return null
  }
}

/** Says to the browser what the content security policy (`require-trusted-types-for`) leaves to the page. */
export function trustOwnAlone(): void {
  const { trustedTypes } = window as { readonly trustedTypes?: TrustedTypes }
  trustedTypes?.createPolicy('default', {
    createHTML: textAlone,
    createScriptURL: (address) => ownScript(address, window.location.origin),
  })
}

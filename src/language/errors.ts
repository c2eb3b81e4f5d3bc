/** The codes this folder can give; docs/errors.md explains each. */
export type LanguageErrorCode =
  | 'PLB_PROTOCOL_DUPLICATE'
  | 'PLB_PROTOCOL_UNKNOWN_NAME'
  | 'PLB_PROTOCOL_CIRCLE'
  | 'PLB_PROTOCOL_DEFAULT'
  | 'PLB_PROTOCOL_NO_STATEMENT'

/** A protocol that cannot be built: what is wrong, where, and what is allowed. */
export class ProtocolError extends Error {
  readonly code: LanguageErrorCode

  constructor(code: LanguageErrorCode, message: string) {
    super(message)
    this.name = 'ProtocolError'
    this.code = code
  }
}

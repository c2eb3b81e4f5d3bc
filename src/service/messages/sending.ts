/** Why a message was not sent, as the administrator reads it and docs/errors.md explains it. */
export type MessageProblem =
  | 'PLB_MESSAGE_REFUSED'
  | 'PLB_MESSAGE_UNREACHABLE'
  | 'PLB_MESSAGE_TIMEOUT'
  | 'PLB_MESSAGE_SIGN_IN'
  | 'PLB_MESSAGE_WEBHOOK_HOST'
  | 'PLB_MESSAGE_NO_ADDRESS'
  | 'PLB_MESSAGE_NOT_CONFIGURED'

/** What became of an attempt. A final failure is not tried again by itself: it would fail in the same way. */
export type Attempt =
  | { readonly sent: true }
  | { readonly sent: false; readonly problem: MessageProblem; readonly isFinal: boolean }

/** A failed attempt. */
export const failed = (problem: MessageProblem, isFinal = false): Attempt => ({ sent: false, problem, isFinal })

/** How long a server may take for each step before the attempt counts as failed. */
export const sendWithinMilliseconds = 20_000

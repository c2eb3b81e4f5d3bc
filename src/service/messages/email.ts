import { createTransport } from 'nodemailer'
import { isLoopback } from '../listen.ts'
import { type Attempt, failed, sendWithinMilliseconds } from './sending.ts'

/** One e-mail. `id` is the same however often it is sent, so that whoever receives it twice can tell. */
export interface Letter {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** E-mail through the site's mail server. */
export interface Email {
  send(letter: Letter): Promise<Attempt>
}

/**
 * E-mail through a mail server. Outside this machine nothing goes over the line, and no password does, before it is
 * encrypted.
 *
 * @param server `url` as `smtps://user:password@host:465`, or `smtp://` where the server speaks STARTTLS.
 */
export function createEmail({ url, from }: { readonly url: URL; readonly from: string }): Email {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const secure = url.protocol === 'smtps:'
  const name = decodeURIComponent(url.username)
  const transport = createTransport({
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && !isLoopback(host),
    ignoreTLS: !secure && isLoopback(host),
    ...(name === '' ? {} : { auth: { user: name, pass: decodeURIComponent(url.password) } }),
    connectionTimeout: sendWithinMilliseconds,
    greetingTimeout: sendWithinMilliseconds,
    socketTimeout: sendWithinMilliseconds,
    // A message is text: nothing in it may make the sender read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = from.slice(from.lastIndexOf('@') + 1)
  return {
    async send({ id, to, subject, text }) {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          messageId: `<${id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Plumbline-Message': id },
        })
        return { sent: true }
      } catch (error) {
        return attemptOf(error)
      }
    },
  }
}

/** Replies of 5xx to an address say that it will not be taken the next time either. */
const finalFrom = 500

function attemptOf(error: unknown): Attempt {
  const { code, responseCode } = (error ?? {}) as { readonly code?: unknown; readonly responseCode?: unknown }
  // A wrong password is mended by whoever runs the service, and the message is then sent.
  if (code === 'EAUTH') return failed('PLB_MESSAGE_SIGN_IN')
  if (code === 'ETIMEDOUT') return failed('PLB_MESSAGE_TIMEOUT')
  if (typeof responseCode === 'number') return failed('PLB_MESSAGE_REFUSED', responseCode >= finalFrom)
  return failed('PLB_MESSAGE_UNREACHABLE')
}

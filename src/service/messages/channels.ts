import { readFileSync } from 'node:fs'
import { StartError } from '../listen.ts'
import { createEmail, type Email } from './email.ts'
import { createWebhook, type Webhook } from './webhook.ts'

/** The ways out, as far as the environment has set them up. */
export interface Channels {
  readonly email?: Email
  readonly webhook?: Webhook
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The ways out that the environment sets up. Secrets come from here, or from the files that `…_FILE` names, and nowhere
 * else: no screen shows them, no log holds them.
 *
 * - `PLUMBLINE_SMTP_URL`, as `smtps://user:password@mail.example:465`, with `PLUMBLINE_SMTP_FROM`;
 * - `PLUMBLINE_WEBHOOK_SECRET`, with the hosts it may be used for in `PLUMBLINE_WEBHOOK_HOSTS`, by commas.
 *
 * @throws `PLB_START_MESSAGES` where one of them is not as it must be.
 * @example channelsFrom(process.env).email !== undefined // whether e-mail can be sent
 */
export function channelsFrom(environment: Environment): Channels {
  const [url, from] = [secret(environment, 'PLUMBLINE_SMTP_URL'), environment.PLUMBLINE_SMTP_FROM]
  const key = secret(environment, 'PLUMBLINE_WEBHOOK_SECRET')
  const hosts = (environment.PLUMBLINE_WEBHOOK_HOSTS ?? '').split(',').map((host) => host.trim().toLowerCase())
  return {
    ...(url === undefined ? {} : { email: emailAt(url, from) }),
    ...(key === undefined ? {} : { webhook: webhookWith(key, hosts.filter(Boolean)) }),
  }
}

function secret(environment: Environment, name: string): string | undefined {
  const file = environment[`${name}_FILE`]
  if (file === undefined || file === '') return environment[name] || undefined
  try {
    return readFileSync(file, 'utf8').trim() || undefined
  } catch {
    throw refused(`The file that ${name}_FILE names cannot be read.`)
  }
}

function emailAt(url: string, from: string | undefined): Email {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined || !['smtp:', 'smtps:'].includes(parsed.protocol) || parsed.hostname === '')
    throw refused('PLUMBLINE_SMTP_URL is no address of a mail server. Allowed: smtps://user:password@host:465.')
  if (from === undefined || !/^[^\s<>]+@[^\s<>]+$/.test(from))
    throw refused('PLUMBLINE_SMTP_FROM has to be the address from which messages are sent.')
  return createEmail({ url: parsed, from })
}

const fewestSecretCharacters = 32

function webhookWith(key: string, hosts: readonly string[]): Webhook {
  if (key.length < fewestSecretCharacters)
    throw refused(`PLUMBLINE_WEBHOOK_SECRET has to have ${fewestSecretCharacters} characters or more.`)
  if (hosts.length === 0) throw refused('PLUMBLINE_WEBHOOK_HOSTS has to name the hosts that messages may be sent to.')
  return createWebhook({ key, hosts })
}

const refused = (message: string): StartError => new StartError('PLB_START_MESSAGES', message)

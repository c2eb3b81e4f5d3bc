import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import type { Assertion, Passkeys } from '../../service/api/passkey.ts'
import { Failure, send } from '../api.ts'
import { t } from '../strings/t.ts'

/** Loaded when somebody uses a passkey: it is no part of the first load. */
const library = () => import('@simplewebauthn/browser')

/** A browser's refusal, or a person's: which of the two it does not say, and neither do we. */
function notUsed(): never {
  throw new Failure(0, 'PASSKEY_NOT_USED', { ...problem, title: t('passkey.failed') }, undefined)
}
const problem = { type: 'about:blank', status: 0, code: 'PASSKEY_NOT_USED' } as const

/** Lets the browser use a passkey for this service; throws a `Failure`. */
export async function assertionHere(): Promise<Assertion> {
  const optionsJSON = await send<PublicKeyCredentialRequestOptionsJSON>('POST', '/api/passkey-challenge')
  return (await library()).startAuthentication({ optionsJSON }).catch(notUsed)
}

/** Lets the browser make a passkey and keeps it; throws a `Failure`. */
export async function addPasskey(name: string, currentPassword: string): Promise<Passkeys> {
  const asked = { currentPassword }
  const optionsJSON = await send<PublicKeyCredentialCreationOptionsJSON>('POST', '/api/passkeys/challenge', asked)
  const registration = await (await library()).startRegistration({ optionsJSON }).catch(notUsed)
  return send<Passkeys>('POST', '/api/passkeys', { name, registration })
}

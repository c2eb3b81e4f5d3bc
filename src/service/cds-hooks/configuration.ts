import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { StartError } from '../listen.ts'

/** In the data folder, for its owner alone; without it the service answers no hook. */
export const configurationFile = 'cds-hooks.json'

/** Recommended first. Never `none`, never an algorithm with a secret that both sides hold. */
export const signingAlgorithms = ['ES384', 'RS384', 'ES256', 'ES512', 'RS512', 'PS384', 'PS512'] as const

const secureUrl = z
  .string()
  .max(2000)
  .refine((text) => URL.canParse(text) && new URL(text).protocol === 'https:', 'an https address')
const loopbackOrSecureUrl = z
  .string()
  .max(2000)
  .refine((text) => URL.canParse(text) && (isLoopbackUrl(text) || new URL(text).protocol === 'https:'), {
    message: 'an https address, or one of this machine',
  })
const origin = z
  .string()
  .max(500)
  .refine((text) => URL.canParse(text) && new URL(text).origin === text, 'an origin, such as https://ehr.example')

/** What differs between clients that do not all follow the specification to the letter. */
const quirks = {
  /** Ratings also under `extension.systemActions`, where clients of the first drafts look for them. */
  systemActionsInExtension: z.boolean().default(false),
  /** A service id for each hook, for clients that know a service by its address. */
  serviceIdPerHook: z.boolean().default(false),
}

const clientSchema = z
  .strictObject({
    /** `iss` of its tokens. */
    issuer: z.string().min(1).max(500),
    /** Where its keys are; the only `jku` that its tokens may name. */
    jku: secureUrl.optional(),
    /** Its keys, where they were handed over; then nothing is fetched. */
    keys: z.looseObject({ keys: z.array(z.looseObject({ kty: z.enum(['EC', 'RSA']) })).min(1) }).optional(),
    algorithms: z.array(z.enum(signingAlgorithms)).min(1).default(['ES384', 'RS384']),
    /** FHIR servers that may be asked with a token it gives. */
    fhirServers: z.array(secureUrl).default([]),
    /** Pages in a browser that may call. */
    origins: z.array(origin).default([]),
    requestsPerMinute: z.number().int().min(1).max(1_000_000).default(30_000),
    ...quirks,
  })
  .refine(({ jku, keys }) => jku !== undefined || keys !== undefined, 'jku or keys')

const configurationSchema = z
  .strictObject({
    /** How clients reach the service, without a slash at the end: `aud` is this and the path. */
    address: loopbackOrSecureUrl.refine((text) => !text.endsWith('/') && !text.includes('?'), 'no slash at the end'),
    clients: z.array(clientSchema).default([]),
    /** Without tokens, for a sandbox on this machine: refused unless nothing else can reach the service. */
    openOnLoopback: z
      .strictObject({
        fhirServers: z.array(loopbackOrSecureUrl).default([]),
        origins: z.array(origin).default([]),
        ...quirks,
      })
      .optional(),
    /** The SMART launch of the app, for links on cards. */
    launchUrl: loopbackOrSecureUrl.optional(),
  })
  .refine(({ clients }) => new Set(clients.map(({ issuer }) => issuer)).size === clients.length, 'each issuer once')
  .refine(({ address, openOnLoopback }) => openOnLoopback !== undefined || address.startsWith('https://'), 'https')

/** Who may call the hooks, and how. */
export type HooksConfiguration = z.output<typeof configurationSchema>

/** One client as configured. */
export type ConfiguredClient = HooksConfiguration['clients'][number]

/** Whether an address is one of this machine. */
export function isLoopbackUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(text).hostname)
}

/**
 * A configuration as given, with what it leaves out.
 *
 * @throws zod's error where it has another form
 * @example hooksConfiguration({ address: 'https://plumbline.example' }).clients // []
 */
export function hooksConfiguration(given: unknown): HooksConfiguration {
  return configurationSchema.parse(given)
}

/**
 * Who may call the hooks, from the data folder; nobody where there is no file.
 *
 * @throws `PLB_START_CDS_HOOKS` where the file has another form; `PLB_START_CDS_HOOKS_OPEN` where it leaves the hooks open
 *   and others than this machine can reach the service.
 * @example readHooksConfiguration('.plumbline', { loopback: true, behindTls: false }) // undefined
 */
export function readHooksConfiguration(
  dataFolder: string,
  { loopback, behindTls }: { readonly loopback: boolean; readonly behindTls: boolean },
): HooksConfiguration | undefined {
  const file = join(dataFolder, configurationFile)
  if (!existsSync(file)) return undefined
  const configuration = parsed(readFileSync(file, 'utf8'))
  if (configuration.openOnLoopback !== undefined && (!loopback || behindTls || !isLoopbackUrl(configuration.address)))
    throw new StartError(
      'PLB_START_CDS_HOOKS_OPEN',
      `${configurationFile} leaves the hooks open, which is for a sandbox on this machine: start on a loopback host, without a proxy in front, and with an address of this machine.`,
    )
  return configuration
}

function parsed(text: string): HooksConfiguration {
  try {
    return hooksConfiguration(JSON.parse(text))
  } catch (error) {
    const where =
      error instanceof z.ZodError ? error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ') : 'no JSON'
    throw new StartError('PLB_START_CDS_HOOKS', `${configurationFile} in the data folder is not right: ${where}.`)
  }
}

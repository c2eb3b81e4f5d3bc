import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readTypes } from '../../fhir/in/read-record.ts'
import { StartError } from '../listen.ts'
import type { SigningKeys } from './signing-keys.ts'

/** In the data folder; without it the app is launched from no other record. */
export const smartFile = 'smart.json'

/** Resources that are written into the other record, where it allows it and a clinician says so. */
const writtenTypes = ['QuestionnaireResponse', 'ServiceRequest'] as const

const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/** Encrypted, or on this machine: for trying. */
const isSafe = (text: string): boolean => {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, hash, search } = new URL(text)
  if (username !== '' || hash !== '' || search !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && loopbackNames.includes(hostname))
}

const address = z.string().max(2000).refine(isSafe, 'an https address, or one of this machine')
const origin = address.refine((text) => new URL(text).origin === text, 'an origin, such as https://ehr.example')

const serverSchema = z.strictObject({
  /** The FHIR server as the other record names it when it launches the app: compared letter by letter. */
  iss: address,
  /** How people call that record. */
  name: z.string().trim().min(1).max(80),
  clientId: z.string().min(1).max(200),
  /** `privateKey`: the service signs for the client with its own key (`private_key_jwt`); PKCE goes with both. */
  client: z.enum(['public', 'privateKey']).default('public'),
  /** Where its authorisation server is, when that is another host. */
  authorisationOrigins: z.array(origin).max(5).default([]),
  /** The system of the identifier that is the record number here. */
  recordNumberSystem: z.string().min(1).max(500),
  /** Scopes as SMART 2 writes them, or as SMART 1 did. */
  scopes: z.enum(['v2', 'v1']).default('v2'),
  /** Ask for leave to write the answers and the proposed orders. */
  writes: z.boolean().default(false),
})

const smartSchema = z
  .strictObject({ servers: z.array(serverSchema).min(1).max(20) })
  .refine(({ servers }) => new Set(servers.map(({ iss }) => iss)).size === servers.length, 'each iss once')

/** The other records from which the app may be launched. */
export type SmartConfiguration = z.output<typeof smartSchema>

/** One other record. */
export type SmartServer = SmartConfiguration['servers'][number]

/**
 * Other records as configured, with what the file leaves out.
 *
 * @throws zod's error where it has another form
 * @example smartConfiguration({ servers: [] }) // throws: at least one
 */
export function smartConfiguration(given: unknown): SmartConfiguration {
  return smartSchema.parse(given)
}

/**
 * The other records from which the app may be launched, from the data folder; none where there is no file.
 *
 * @throws `PLB_START_SMART` where the file has another form
 * @example readSmartConfiguration('.plumbline') // undefined
 */
export function readSmartConfiguration(dataFolder: string): SmartConfiguration | undefined {
  const file = join(dataFolder, smartFile)
  if (!existsSync(file)) return undefined
  try {
    return smartConfiguration(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const where =
      error instanceof z.ZodError ? error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ') : 'no JSON'
    throw new StartError('PLB_START_SMART', `${smartFile} in the data folder is not right: ${where}.`)
  }
}

/**
 * The service's keys; refuses to start where a record wants one and there is none.
 *
 * @throws `PLB_START_SMART_KEY`
 * @example keysWhereNeeded(readSmartConfiguration('.plumbline'), undefined) // undefined
 */
export function keysWhereNeeded(
  smart: SmartConfiguration | undefined,
  keys: SigningKeys | undefined,
): SigningKeys | undefined {
  const wants = smart?.servers.find(({ client }) => client === 'privateKey')
  if (wants === undefined || keys !== undefined) return keys
  throw new StartError(
    'PLB_START_SMART_KEY',
    `${smartFile} has a record that wants the service's key, and there is none: set PLUMBLINE_SMART_KEY_FILE.`,
  )
}

/**
 * What is asked for, and no more: who launches, and the types of resource that are read (and written, where it is
 * configured) of one patient. No offline access: the leave ends with the launch.
 *
 * @example scopeOf(server) // 'openid fhirUser patient/Patient.rs patient/Condition.rs …'
 */
export function scopeOf({ scopes, writes }: SmartServer): string {
  const [read, write] = scopes === 'v2' ? ['rs', 'c'] : ['read', 'write']
  return [
    'openid',
    'fhirUser',
    ...readTypes.map((type) => `patient/${type}.${read}`),
    ...(writes ? writtenTypes.map((type) => `patient/${type}.${write}`) : []),
  ].join(' ')
}

/**
 * Every host that the app's pages of a launch may reach beside the service itself.
 *
 * @example connectedOrigins(smartConfiguration({ servers: [{ iss: 'https://ehr.example/fhir', … }] })) // ['https://ehr.example']
 */
export function connectedOrigins({ servers }: SmartConfiguration): readonly string[] {
  return [
    ...new Set(servers.flatMap(({ iss, authorisationOrigins }) => [new URL(iss).origin, ...authorisationOrigins])),
  ]
}

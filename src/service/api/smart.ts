import { z } from 'zod'

/** Another record from which the app may be launched. */
export const smartServerSchema = z
  .object({
    iss: z.string().describe('Its FHIR server'),
    name: z.string(),
    clientId: z.string(),
    origins: z.array(z.string()).describe('Its hosts: the app asks and is sent to no others'),
    scope: z.string().describe('What the app asks for'),
    recordNumberSystem: z.string().describe('The system of the identifier that is the record number here'),
  })
  .meta({ id: 'SmartServer' })

/** Another record from which the app may be launched. */
export type LaunchServer = z.infer<typeof smartServerSchema>

/** GET /api/smart/servers. */
export const smartServersSchema = z.array(smartServerSchema)

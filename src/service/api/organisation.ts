import { z } from 'zod'
import { workspaceSchema } from './role.ts'

/** POST /api/organisation-session. */
export const organisationSignInSchema = z.strictObject({ workspace: workspaceSchema.default('real') })

/** Where the browser goes next: a page of the organisation's. */
export const organisationAddressSchema = z.object({ url: z.url() })

/** Where the browser goes next. */
export type OrganisationAddress = z.infer<typeof organisationAddressSchema>

/** GET /api/organisation-link: null where none is set up, or this account is not linked. */
export const organisationLinkSchema = z
  .object({ name: z.string().nullable(), linkedAt: z.iso.datetime().nullable() })
  .meta({ id: 'OrganisationLink' })

/** Whether this account is linked with one at the organisation. */
export type OrganisationLink = z.infer<typeof organisationLinkSchema>

/** POST /api/organisation-link: whoever merely finds an open window links nothing. */
export const organisationLinkRequestSchema = z.strictObject({ currentPassword: z.string().min(1).max(256) })

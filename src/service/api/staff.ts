import { z } from 'zod'
import { roleSchema } from './role.ts'

/** A person as colleagues see them: for "by whom" and for assigning work. */
export const staffMemberSchema = z
  .object({
    id: z.string(),
    displayName: z.string(),
    role: roleSchema,
    active: z.boolean().describe('Work can be assigned to them'),
  })
  .meta({ id: 'StaffMember' })

/** A person as colleagues see them. */
export type StaffMember = z.infer<typeof staffMemberSchema>

/** GET /api/staff. */
export const staffSchema = z.array(staffMemberSchema)

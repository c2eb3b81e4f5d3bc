import { z } from 'zod'

/**
 * What a person, or another system, may be here. `src/service/permissions.ts` says what each may do.
 *
 * - `clinician` decides and signs; `nurse` asks, measures and keeps the worklist;
 * - `administrator` keeps the accounts; `auditor` reads who did what;
 * - `integration` is another system, not a person: it has keys and no password.
 */
export const roleSchema = z.enum(['clinician', 'nurse', 'administrator', 'auditor', 'integration'])

/** One of the five roles. */
export type Role = z.infer<typeof roleSchema>

/** What a person can be made. */
export const personRoleSchema = roleSchema.exclude(['integration'])

/** Every role, in the order in which the app lists them. */
export const roles: readonly Role[] = roleSchema.options

/**
 * Which of the two records a session works on. Real and demo patients live in files of their own; a session is bound
 * to one of them from sign-in to sign-out, so that they never meet.
 */
export const workspaceSchema = z.enum(['real', 'demo'])

/** `real` or `demo`. */
export type Workspace = z.infer<typeof workspaceSchema>

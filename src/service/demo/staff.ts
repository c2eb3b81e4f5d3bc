import type { Actor } from '../accounts/sessions.ts'

/** Invented colleagues, so that the demo patients have been seen by somebody. None of them can sign in. */
export const demoStaff: readonly Actor[] = [
  { id: 'demo-nurse', username: null, displayName: 'Demo nurse Ines Quiroga', role: 'nurse' },
  { id: 'demo-colleague', username: null, displayName: 'Demo colleague Dr Joost van Aken', role: 'clinician' },
]

import type { PatientAnswersSent } from '../../service/api/questionnaire.ts'

/** What is kept on the patient's device until it is sent: for as long as the link works, and not a moment longer. */
export interface Kept {
  readonly expiresAt: string
  readonly language: string
  readonly answers: PatientAnswersSent
}

const prefix = 'plumbline-answers:'

/**
 * What was kept for a link; what has expired is deleted, of whatever link it is.
 *
 * @example recall(localStorage, code, new Date())?.answers // { fever: 'absent' }
 */
export function recall(storage: Storage, code: string, now: Date): Kept | undefined {
  for (const key of Object.keys(storage).filter((each) => each.startsWith(prefix))) {
    const kept = parsed(storage.getItem(key))
    if (kept === undefined || Date.parse(kept.expiresAt) <= now.getTime()) storage.removeItem(key)
  }
  return parsed(storage.getItem(prefix + code))
}

/**
 * Keeps answers for a link. Where a device keeps nothing (a private window) the page works without.
 *
 * @example keep(localStorage, code, { expiresAt, language: 'es', answers })
 */
export function keep(storage: Storage, code: string, kept: Kept): void {
  try {
    storage.setItem(prefix + code, JSON.stringify(kept))
  } catch {
    // Full, or forbidden: the answers are still on the page.
  }
}

/**
 * Deletes what was kept for a link.
 *
 * @example forget(localStorage, code)
 */
export function forget(storage: Storage, code: string): void {
  storage.removeItem(prefix + code)
}

function parsed(text: string | null): Kept | undefined {
  if (text === null) return undefined
  try {
    const kept: unknown = JSON.parse(text)
    return isKept(kept) ? kept : undefined
  } catch {
    return undefined
  }
}

function isKept(value: unknown): value is Kept {
  return (
    typeof value === 'object' && value !== null && 'expiresAt' in value && 'language' in value && 'answers' in value
  )
}

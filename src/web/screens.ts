import type { ComponentType } from 'react'

/*
 * Where the screens' code is. Each is loaded when it is opened; the one that the address names begins to load before it is
 * known who is signed in.
 */

/** Screens about one patient, by the last part of their address. */
const ofPatient = {
  assess: () => import('./assess/assess-screen.tsx'),
  results: () => import('./results/results-screen.tsx'),
  review: () => import('./review/review-screen.tsx'),
  refer: () => import('./refer/refer-screen.tsx'),
  handout: () => import('./ask/handout-screen.tsx'),
  questionnaire: () => import('./ask/ask-screen.tsx'),
  move: () => import('./patients/move-screen.tsx'),
  merge: () => import('./patients/merge-screen.tsx'),
}

/** Every other screen, by the first part of its address. */
const others = {
  audit: () => import('./audit/audit-screen.tsx'),
  accounts: () => import('./session/accounts-screen.tsx'),
  patients: () => import('./patients/patients-screen.tsx'),
  reports: () => import('./reports/reports-screen.tsx'),
  evidence: () => import('./evidence/evidence-screen.tsx'),
  settings: () => import('./settings/settings-screen.tsx'),
  help: () => import('./help/help-screen.tsx'),
}

/** What loads the code of each screen. */
export const screens = {
  ...ofPatient,
  ...others,
  summary: () => import('./patients/summary-screen.tsx'),
  letter: () => import('./refer/letter-screen.tsx'),
  correct: () => import('./refer/correct-screen.tsx'),
  versions: () => import('./protocol/versions-screen.tsx'),
  launch: () => import('./smart/launch-screen.tsx'),
  return: () => import('./smart/return-screen.tsx'),
  record: () => import('./smart/record-screen.tsx'),
} as const

/** What loads the code of one screen. */
export type LoadScreen = () => Promise<{ readonly default: ComponentType }>

const held = new Map<LoadScreen, ComponentType>()

/** Loads a screen's code, and holds it for as long as the page lives. */
export async function loadScreen(load: LoadScreen): ReturnType<LoadScreen> {
  const loaded = await load()
  held.set(load, loaded.default)
  return loaded
}

/** The screen whose code is there. */
export function heldScreen(load: LoadScreen): ComponentType | undefined {
  return held.get(load)
}

/**
 * What loads the code of the screen at an address; nothing for the worklist, which every visit brings, and for screens
 * that are rarely opened by their address.
 *
 * @example screenAt('/patients/6f1c/assess') === screens.assess // true
 */
export function screenAt(path: string): LoadScreen | undefined {
  const [first = '', patient, last] = path.split('/').slice(1)
  if (first !== 'patients' || !patient) return own(others, first)
  return last ? own(ofPatient, last) : screens.summary
}

function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

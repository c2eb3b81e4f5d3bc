import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyRequest } from 'fastify'
import { type RouteName, verdict } from './permissions.ts'

/**
 * The file of each screen's code, as the build names it before it adds a hash: screens about one patient by the last part of
 * their address, the others by the first. The worklist's code comes with every page; a screen that is missing here only
 * comes a little later.
 */
export const screenFiles = {
  ofPatient: {
    assess: 'consultation',
    results: 'results-screen',
    review: 'review-screen',
    refer: 'refer-screen',
    handout: 'handout-screen',
    questionnaire: 'ask-screen',
    move: 'move-screen',
    merge: 'merge-screen',
  },
  others: {
    accounts: 'accounts-screen',
    patients: 'patients-screen',
    reports: 'reports-screen',
    evidence: 'evidence-screen',
    settings: 'settings-screen',
    help: 'help-screen',
  },
  summary: 'summary-screen',
} as const

const SUMMARY = /^\/patients\/[\w-]+\/?$/
const OF_PATIENT = /^\/patients\/([\w-]+)(?:\/|$)/

/** The files that each screen loads beside those that every page loads, by the name of its own. */
export type ScreenFiles = ReadonlyMap<string, readonly string[]>

/**
 * What the app's page asks its browser to load while the app's code is still on its way: what the screen at that address
 * shows first, where whoever is signed in may see it. Only for a page that a person opens. The page that a browser keeps to
 * show later, at any address, gets none.
 *
 * @returns Lines for the head of the page.
 */
export function linksAhead({ headers, url, facts }: FastifyRequest, files: ScreenFiles): string {
  const session = facts?.session
  if (!session || headers['sec-fetch-dest'] !== 'document') return ''
  const who = { ...session.actor, workspace: session.workspace }
  const may = (route: RouteName): boolean => verdict(route, who) === 'permitted'
  const asked = [`/api/protocol/versions/${facts.protocol.adoption.hash}`]
  // Must be what the worklist asks by itself (src/web/worklist/worklist-query.ts).
  if (url === '/' && may('GET /api/worklist')) asked.push('/api/worklist?show=all&amp;assigned=all', '/api/staff')
  const path = url.split('?')[0] ?? ''
  const patient = OF_PATIENT.exec(path)?.[1]
  if (patient !== undefined && may('GET /api/patients/:patientId')) asked.push(`/api/patients/${patient}`)
  // The history names people.
  if (SUMMARY.test(path) && may('GET /api/staff')) asked.push('/api/staff')
  return [
    ...(files.get(fileOf(path)) ?? []).map(fileAhead),
    ...asked.map((address) => `<link rel="preload" as="fetch" crossorigin href="${address}">`),
  ].join('\n')
}

function fileAhead(file: string): string {
  const kind = file.endsWith('.css') ? 'rel="preload" as="style"' : 'rel="modulepreload"'
  return `<link ${kind} crossorigin href="/${file}">`
}

function fileOf(path: string): string {
  const [first = '', patient, last] = path.split('/').slice(1)
  const { ofPatient, others, summary } = screenFiles
  if (first !== 'patients' || !patient) return own(others, first)
  return last ? own(ofPatient, last) : summary
}

function own(names: Readonly<Record<string, string>>, part: string): string {
  return Object.hasOwn(names, part) ? (names[part] ?? '') : ''
}

/** Of the build's own list: a file, what it loads with it, and its styles. */
interface Built {
  readonly file: string
  readonly name?: string
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
}

/** What each screen loads, from the list that the build writes beside the app; nothing where there is none. */
export async function screenFilesIn(webFolder: string): Promise<ScreenFiles> {
  const text = await readFile(join(webFolder, '.vite', 'manifest.json'), 'utf8').catch(() => '{}')
  const built = JSON.parse(text) as Readonly<Record<string, Built>>
  const page = await readFile(join(webFolder, 'index.html'), 'utf8').catch(() => '')
  const ofPage = new Set([...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, file]) => file))
  return new Map(
    Object.values(built).flatMap((each) =>
      each.name === undefined ? [] : [[each.name, filesOf(each, built).filter((file) => !ofPage.has(file))] as const],
    ),
  )
}

/** A file with everything that it loads, once each. */
function filesOf(first: Built, built: Readonly<Record<string, Built>>): readonly string[] {
  const parts = new Set([first])
  // What is added meanwhile is visited too.
  for (const { imports = [] } of parts) for (const id of imports) if (built[id]) parts.add(built[id])
  return [...parts].flatMap(({ file, css = [] }) => [file, ...css])
}

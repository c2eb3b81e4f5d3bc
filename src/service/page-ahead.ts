import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyRequest } from 'fastify'
import { type RouteName, verdict } from './permissions.ts'

/** Screens whose code is in the file of a consultation. */
const CONSULTATION = /^\/patients\/([\w-]+)\/(?:assess|results|review)$/
const OF_PATIENT = /^\/patients\/([\w-]+)(?:\/|$)/

/**
 * What the app's page asks its browser to load while the app's code is still on its way: what the screen at that address
 * shows first, where whoever is signed in may see it. Only for a page that a person opens. The page that a browser keeps to
 * show later, at any address, gets none.
 *
 * @param consultation The file of the code of a consultation.
 * @returns Lines for the head of the page.
 */
export function linksAhead({ headers, url, facts }: FastifyRequest, consultation: string | undefined): string {
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
  const code = consultation && CONSULTATION.test(path) ? [consultation] : []
  return [
    ...code.map((file) => `<link rel="modulepreload" crossorigin href="/assets/${file}">`),
    ...asked.map((address) => `<link rel="preload" as="fetch" crossorigin href="${address}">`),
  ].join('\n')
}

/** The file of the code of a consultation, as the build named it. */
export async function consultationFile(webFolder: string): Promise<string | undefined> {
  const names = await readdir(join(webFolder, 'assets')).catch(() => [])
  return names.find((name) => /^consultation-[\w-]+\.js$/.test(name))
}

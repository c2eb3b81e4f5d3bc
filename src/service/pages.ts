import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pageContentSecurityPolicy } from './content-security-policy.ts'
import { ServiceError } from './errors.ts'
import { linksAhead, screenFilesIn } from './page-ahead.ts'

/** What the built page has in the place of its nonce (Vite's `html.cspNonce`). */
export const noncePlaceholder = '__CSP_NONCE__'

export interface PageOptions {
  /** The built app: `index.html` and its assets. Without it only the API is served. */
  readonly webFolder: string | undefined
  /** Whether people reach the service over https. */
  readonly secure: boolean
  /** Hosts of other records from which the app is launched. */
  readonly launchOrigins?: readonly string[]
}

interface PageExtras {
  readonly connect?: readonly string[] | undefined
  readonly ahead?: string
}

/** The clinic's app, and the page of a patient's link. */
const pages = ['index.html', 'questionnaire.html']

/**
 * The app's files, and its page for every address a person may open, reload or keep as a bookmark.
 *
 * A file is sent when there is one; anything else a browser asks for as a page is the app's page, whose router knows
 * the address; the rest is not found.
 */
export async function servePages(
  server: FastifyInstance,
  { webFolder, secure, launchOrigins = [] }: PageOptions,
): Promise<void> {
  const files = webFolder === undefined ? new Map() : await screenFilesIn(webFolder)

  async function sendApp(request: FastifyRequest, reply: FastifyReply, folder: string, connect?: readonly string[]) {
    return sendPage(reply, folder, 'index.html', { connect, ahead: linksAhead(request, files) })
  }

  async function sendPage(reply: FastifyReply, folder: string, file: string, { connect, ahead = '' }: PageExtras = {}) {
    const nonce = randomBytes(16).toString('base64')
    const page = await readFile(join(folder, file), 'utf8')
    return reply
      .header('content-security-policy', pageContentSecurityPolicy(nonce, secure, connect))
      .type('text/html; charset=utf-8')
      .send(page.replaceAll(noncePlaceholder, nonce).replace('</head>', `${ahead}</head>`))
  }

  server.setNotFoundHandler(async (request, reply) => {
    if (webFolder === undefined || !isPageRequest(request)) throw new ServiceError('PLB_HTTP_NOT_FOUND')
    if (isLaunchPage(request)) return sendApp(request, reply, webFolder, launchOrigins)
    if (!isPatientsPage(request)) return sendApp(request, reply, webFolder)
    reply.header('x-robots-tag', 'noindex, nofollow')
    return sendPage(reply, webFolder, 'questionnaire.html')
  })

  if (webFolder !== undefined) {
    // Scripts and styles lie packed beside themselves, by Brotli and by gzip.
    const settings = { serve: false, dotfiles: 'ignore', index: false, preCompressed: true } as const
    await server.register(fastifyStatic, { root: webFolder, ...settings })
  }
  server.get<{ Params: { '*': string } }>('/*', { schema: { hide: true } }, (request, reply) => {
    const path = request.params['*']
    // The page itself never goes out as a mere file: it would lack its nonce.
    if (webFolder === undefined || path === '' || pages.includes(path)) return reply.callNotFound()
    // Names under assets/ contain a hash of their content.
    const immutable = path.startsWith('assets/')
    reply.header('content-security-policy', pageContentSecurityPolicy(undefined, secure))
    reply.header('vary', 'accept-encoding')
    return reply.sendFile(path, webFolder, immutable ? { maxAge: '1y', immutable } : { maxAge: 0 })
  })
}

/** Whether the page of a patient's link is asked for: a small one of its own, whoever else is signed in there. */
const isPatientsPage = (request: FastifyRequest): boolean => /^\/q(\/|\?|$)/.test(request.url)

/** Whether a page of a launch is asked for: no other page may reach anybody but the service. */
const isLaunchPage = (request: FastifyRequest): boolean => /^\/smart(\/|\?|$)/.test(request.url)

/**
 * Whether a page is asked for: HTML is accepted, and the address is neither the API's nor that of a file.
 * At the root whoever accepts anything gets it too: a check from the command line should see that the service is up.
 */
function isPageRequest(request: FastifyRequest): boolean {
  const path = request.url.split(/[?#]/)[0] ?? ''
  const isApi = path === '/api' || path.startsWith('/api/')
  const isFile = /\.[^/]*$/.test(path) && path !== '/index.html'
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  const accepts = path === '/' ? /text\/html|\*\/\*/ : /text\/html/
  return isRead && !isApi && !isFile && accepts.test(request.headers.accept ?? '*/*')
}

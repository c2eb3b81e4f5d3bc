import { createServer, type IncomingMessage } from 'node:http'

/** How a search of the server goes, by the first segment of its path: `Condition`, or `Patient/p1`. */
export type Behaviour =
  | { readonly json: unknown; readonly status?: number }
  | { readonly text: string }
  | { readonly redirect: string }
  | 'silent'
  | 'closes'

/** A FHIR server on this machine that answers as a test says; what it was asked is kept. */
export async function fhirServer(
  answers: Readonly<Record<string, Behaviour>>,
  fallback?: (request: IncomingMessage) => Behaviour,
) {
  const asked: { readonly path: string; readonly authorization: string | undefined }[] = []
  const server = createServer((request, answer): void => {
    const path = (request.url ?? '').replace(/^\/r4\//, '')
    asked.push({ path, authorization: request.headers.authorization })
    const empty: Behaviour = { json: { resourceType: 'Bundle', type: 'searchset', total: 0 } }
    const behaviour: Behaviour = answers[path.split('?')[0] ?? ''] ?? fallback?.(request) ?? empty
    if (behaviour === 'silent') return
    if (behaviour === 'closes') return void request.socket.destroy()
    if ('redirect' in behaviour) return void answer.writeHead(302, { location: behaviour.redirect }).end()
    if ('text' in behaviour)
      return void answer.writeHead(200, { 'content-type': 'application/fhir+json' }).end(behaviour.text)
    answer
      .writeHead(behaviour.status ?? 200, { 'content-type': 'application/fhir+json' })
      .end(JSON.stringify(behaviour.json))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const place = server.address()
  const port = typeof place === 'object' && place ? place.port : 0
  return {
    url: `http://127.0.0.1:${port}/r4`,
    port,
    asked,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

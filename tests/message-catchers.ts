import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A message as it arrived. */
export interface Caught {
  readonly to: readonly string[]
  /** Header lines and text, as they went over the line, unfolded and decoded. */
  readonly source: string
  readonly id: string
}

/** How a mail server behaves: takes messages, refuses them for now or for good, or falls silent before it answers. */
export type MailManner = 'takes' | 'is busy' | 'knows nobody' | 'falls silent'

/** A real mail server on this machine that keeps what it is sent. With a password it wants that first. */
export async function mailCatcher(password?: string) {
  const caught: Caught[] = []
  const state: { manner: MailManner } = { manner: 'takes' }
  const silenced = new Set<() => void>()
  const server = new SMTPServer({
    disabledCommands: password === undefined ? ['AUTH', 'STARTTLS'] : ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: (auth, _session, answer) =>
      auth.password === password ? answer(null, { user: auth.username }) : answer(new Error('wrong password')),
    onRcptTo(_address, _session, answer) {
      if (state.manner === 'knows nobody')
        return answer(Object.assign(new Error('no such user'), { responseCode: 550 }))
      if (state.manner === 'is busy') return answer(Object.assign(new Error('try later'), { responseCode: 451 }))
      answer()
    },
    onData(stream, session, answer) {
      let source = ''
      stream.on('data', (chunk) => {
        source += String(chunk)
      })
      stream.on('end', () => {
        caught.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          source: source.replaceAll('\r\n', '\n').replaceAll('=\n', '').replaceAll('=3D', '='),
          id: /^X-Plumbline-Message: (\S+)/m.exec(source)?.[1] ?? '',
        })
        if (state.manner === 'falls silent') silenced.add(() => answer())
        else answer()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve())
  })
  const { port } = server.server.address() as AddressInfo
  return {
    caught,
    port,
    url: `smtp://127.0.0.1:${port}`,
    behave(manner: MailManner) {
      state.manner = manner
    },
    close: () =>
      new Promise<void>((resolve) => {
        for (const answer of silenced) answer()
        server.close(() => resolve())
      }),
  }
}

/** A request as it arrived. */
export interface CaughtRequest {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly path: string
}

/** A real server on this machine that keeps what is posted to it, and answers a status. */
export async function hookCatcher() {
  const caught: CaughtRequest[] = []
  const state = { status: 204, location: '' }
  const server = createServer((request, answer) => {
    let body = ''
    request.on('data', (chunk) => {
      body += String(chunk)
    })
    request.on('end', () => {
      caught.push({ headers: request.headers, body, path: request.url ?? '' })
      answer.writeHead(state.status, state.location === '' ? {} : { location: state.location }).end()
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve())
  })
  const { port } = server.address() as AddressInfo
  return {
    caught,
    port,
    url: `http://127.0.0.1:${port}/hook`,
    answer(status: number, location = '') {
      Object.assign(state, { status, location })
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import Provider from 'oidc-provider'

/** Somebody at the organisation: the name they sign in with there is their subject. */
export interface Member {
  readonly name: string
  readonly preferredUsername: string
  readonly groups: readonly string[]
  readonly email?: string
}

const listening = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, 'localhost', () => resolve((server.address() as AddressInfo).port))
  })

/** A real OpenID provider (node-oidc-provider) on this machine, with its own pages to sign in and to agree. */
export async function openidProvider(members: Readonly<Record<string, Member>>, redirectUris: readonly string[]) {
  const server = createServer()
  const port = await listening(server)
  const issuer = `http://localhost:${port}`
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'plumbline',
        redirect_uris: [...redirectUris],
        post_logout_redirect_uris: ['http://localhost:8420/'],
        token_endpoint_auth_method: 'none',
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'one', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['a key of a test'] },
    pkce: { required: () => true },
    // What the scopes ask for stands in the token itself, as most organisations have it.
    conformIdTokenClaims: false,
    claims: { profile: ['name', 'preferred_username'], groups: ['groups'], email: ['email'] },
    scopes: ['openid', 'profile', 'groups', 'email'],
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => {
        const { name, preferredUsername, groups, email } = members[id] ?? {
          name: id,
          preferredUsername: id,
          groups: [],
        }
        return { sub: id, name, preferred_username: preferredUsername, groups: [...groups], email }
      },
    }),
  })
  server.on('request', provider.callback())
  return {
    issuer,
    /** Goes through its pages as a person does, from the address the service gave to the one it leads back to. */
    signIn: (url: string, member: string): Promise<string> => throughPages(url, member, issuer),
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

async function throughPages(url: string, member: string, issuer: string): Promise<string> {
  const cookies = new Map<string, string>()
  let next = { url, body: undefined as string | undefined }
  for (let step = 0; step < 12; step++) {
    const answer = await fetch(next.url, {
      method: next.body === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(next.body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(next.body === undefined ? {} : { body: next.body }),
    })
    for (const each of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (each.split(';')[0] ?? '').split('=')
      cookies.set(name, value)
    }
    const location = answer.headers.get('location')
    const page = await answer.text()
    if (location !== null) {
      const there = new URL(location, next.url).href
      if (!there.startsWith(issuer)) return there
      next = { url: there, body: undefined }
      continue
    }
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1]
    const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1]
    if (prompt === undefined || action === undefined) throw new Error(`not a page of sign-in: ${page.slice(0, 300)}`)
    next = { url: new URL(action, next.url).href, body: `prompt=${prompt}&login=${member}&password=any` }
  }
  throw new Error('the pages of sign-in have no end')
}

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { organisationFile, readOrganisation } from './configuration.ts'

const good = { name: 'County', issuer: 'https://login.county.example', clientId: 'plumbline' }

function read(content: unknown, environment: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-organisation-'))
  writeFileSync(join(folder, organisationFile), typeof content === 'string' ? content : JSON.stringify(content))
  return readOrganisation(folder, environment)
}

describe('organisation.json', () => {
  test('is not needed', () => {
    expect(readOrganisation(mkdtempSync(join(tmpdir(), 'plumbline-organisation-')), {})).toBeUndefined()
  })

  test('is read with what it leaves out', () => {
    expect(read(good)).toEqual({ ...good, scopes: ['profile'], signedBy: 'RS256', roles: [], createsAccounts: false })
  })

  test.each([
    ['no JSON', '{'],
    ['an issuer without encryption', { ...good, issuer: 'http://login.county.example' }],
    ['an issuer that is the link of the machine', { ...good, issuer: 'https://169.254.169.254' }],
    ['an algorithm by a shared secret', { ...good, signedBy: 'HS256' }],
    ['no algorithm', { ...good, signedBy: 'none' }],
    ['a role that is a program’s', { ...good, roleClaim: 'groups', roles: [{ is: 'all', role: 'integration' }] }],
    ['roles of no claim', { ...good, roles: [{ is: 'all', role: 'nurse' }] }],
    ['accounts without roles', { ...good, createsAccounts: true }],
    ['a member of another name', { ...good, clientSecret: 'it does not belong here' }],
  ])('is refused with %s', (_, content) => {
    expect(() => read(content)).toThrow('organisation.json in the data folder is not right')
  })

  test('takes its secret from the environment or a file, and refuses one that could be guessed', () => {
    const secret = 'vQ3-7hPz0Lw9xYdK2mNb'
    expect(read(good, { PLUMBLINE_OIDC_CLIENT_SECRET: secret })?.clientSecret).toBe(secret)
    const file = join(mkdtempSync(join(tmpdir(), 'plumbline-secret-')), 'secret')
    writeFileSync(file, `${secret}\n`)
    expect(read(good, { PLUMBLINE_OIDC_CLIENT_SECRET_FILE: file })?.clientSecret).toBe(secret)
    for (const weak of ['secret', 'aaaaaaaaaaaaaaaaaaaaaaaa'])
      expect(() => read(good, { PLUMBLINE_OIDC_CLIENT_SECRET: weak })).toThrow('could be guessed')
    expect(() => read(good, { PLUMBLINE_OIDC_CLIENT_SECRET_FILE: `${file}-none` })).toThrow('cannot be read')
  })
})

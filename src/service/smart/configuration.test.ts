import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { clinicUnderTest } from '../../../tests/clinic-under-test.ts'
import { pageContentSecurityPolicy } from '../content-security-policy.ts'
import { connectedOrigins, readSmartConfiguration, scopeOf, smartConfiguration } from './configuration.ts'

const server = {
  iss: 'https://ehr.example/r4/fhir',
  name: 'City Hospital',
  clientId: 'plumbline',
  recordNumberSystem: 'urn:oid:1.2.3',
}
const other = { ...server, iss: 'https://other.example/fhir', authorisationOrigins: ['https://login.other.example'] }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-smart-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('other records', () => {
  test('are none without a file', () => {
    expect(readSmartConfiguration(folder)).toBeUndefined()
  })

  test('are read, with what the file leaves out: no writing, scopes of SMART 2', () => {
    writeFileSync(join(folder, 'smart.json'), JSON.stringify({ servers: [server] }))
    expect(readSmartConfiguration(folder)?.servers).toEqual([
      { ...server, client: 'public', authorisationOrigins: [], scopes: 'v2', writes: false },
    ])
  })

  test.each([
    ['no https', { ...server, iss: 'http://ehr.example/fhir' }, 'servers.0.iss'],
    ['a password in the address', { ...server, iss: 'https://a:b@ehr.example/fhir' }, 'servers.0.iss'],
    [
      'an origin with a path',
      { ...server, authorisationOrigins: ['https://a.example/x'] },
      'servers.0.authorisationOrigins.0',
    ],
    ['a member nobody knows', { ...server, secret: 'x' }, 'servers.0'],
    ['no record number', { ...server, recordNumberSystem: '' }, 'servers.0.recordNumberSystem'],
  ])('with %s stop the start, saying where and not what', (_, given, where) => {
    writeFileSync(join(folder, 'smart.json'), JSON.stringify({ servers: [given] }))
    expect(() => readSmartConfiguration(folder)).toThrow(
      expect.objectContaining({ code: 'PLB_START_SMART', message: expect.stringContaining(`not right: ${where}.`) }),
    )
  })

  test('twice under one address stop the start', () => {
    expect(() => smartConfiguration({ servers: [server, server] })).toThrow('each iss once')
  })

  test('are asked for nothing but reading, unless writing is configured', () => {
    const [read, write] = smartConfiguration({ servers: [server, { ...other, writes: true }] }).servers.map(scopeOf)
    expect(read).not.toMatch(/\.(c|write)|offline|\*/)
    expect(read).toContain('patient/Condition.rs')
    expect(write?.split(' ').filter((each) => each.endsWith('.c'))).toEqual([
      'patient/QuestionnaireResponse.c',
      'patient/ServiceRequest.c',
    ])
  })

  test('and their sign-in are the only hosts that a page of a launch may reach', () => {
    const policy = pageContentSecurityPolicy(
      'n',
      true,
      connectedOrigins(smartConfiguration({ servers: [server, other] })),
    )
    const connect = policy.split('; ').find((each) => each.startsWith('connect-src'))
    expect(connect).toBe("connect-src 'self' https://ehr.example https://other.example https://login.other.example")
  })

  test('are told to who treats real patients, and to nobody in a demo', async () => {
    const clinic = await clinicUnderTest({ smart: smartConfiguration({ servers: [server] }) })
    try {
      const { browser } = await clinic.worker('nurse')
      expect((await browser.send('GET', '/api/smart/servers')).json()).toMatchObject([
        { iss: server.iss, origins: ['https://ehr.example'] },
      ])
      const demo = await clinic.worker('nurse', 'demo')
      expect((await demo.browser.send('GET', '/api/smart/servers')).json().code).toBe('PLB_SESSION_NOT_IN_DEMO')
    } finally {
      await clinic.close()
    }
  })
})

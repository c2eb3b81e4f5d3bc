import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServerUnderTest, serverUnderTest } from '../../tests/server-under-test.ts'
import { permissions } from './permissions.ts'

type Json = { readonly [member: string]: unknown }
interface Operation {
  readonly summary?: string
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly schema: Json
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Json }>> }
  readonly responses: Readonly<
    Record<
      string,
      { readonly description: string; readonly content?: Readonly<Record<string, { readonly schema: Json }>> }
    >
  >
}
interface Description {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Json>> }
}

let under: ServerUnderTest
let description: Description
beforeAll(async () => {
  under = await serverUnderTest()
  description = (await under.browser().send('GET', '/api/openapi.json')).json()
})
afterAll(() => under.close())

const operations = () =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

describe('the OpenAPI description', () => {
  test('lists every route but pages and itself, and no other', () => {
    // Pages: a browser is sent back to the last by the organisation's sign-in, and on from there to the app.
    const pages = ['GET /*', 'GET /api/openapi.json', 'GET /api/organisation-session/return']
    const rows = Object.keys(permissions).filter((name) => !pages.includes(name))
    const described = operations().map(
      ({ path, method }) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    )
    expect(described.sort()).toEqual(rows.sort())
  })

  test('is of version 3.1, with a title', () => {
    expect(description.openapi).toMatch(/^3\.1\.\d+$/)
    expect(description.info).toMatchObject({ title: 'Plumbline', version: expect.stringMatching(/^\d/) })
  })

  test('says of each operation what it does, its path parameters, a success and the form of a failure', () => {
    for (const { path, method, operation } of operations()) {
      const name = `${method} ${path}`
      expect(operation.summary, name).toMatch(/^\p{Lu}.{5,}/u)
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter)
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
      expect(
        declared.map((parameter) => [parameter.name, parameter.required]),
        name,
      ).toEqual(inPath.map((each) => [each, true]))
      const statuses = Object.keys(operation.responses)
      expect(
        statuses.filter((status) => /^2\d\d$/.test(status)),
        name,
      ).toHaveLength(1)
      const failure = path.startsWith('/fhir/') ? 'OperationOutcome' : 'Problem'
      expect(JSON.stringify(operation.responses.default), name).toContain(`#/components/schemas/${failure}`)
      for (const response of Object.values(operation.responses))
        expect(typeof response.description, name).toBe('string')
      if (method === 'get' || method === 'delete') expect(operation.requestBody, name).toBeUndefined()
    }
  })

  test('has only references that lead somewhere', () => {
    const references = [...JSON.stringify(description).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to)
    expect(references.length).toBeGreaterThan(20)
    const known = Object.keys(description.components.schemas).map((name) => `#/components/schemas/${name}`)
    expect([...new Set(references)].filter((to) => !known.includes(to ?? ''))).toEqual([])
  })

  test('has schemas that are JSON Schema 2020-12, and that accept and refuse', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    addFormats.default(ajv)
    ajv.addSchema({ $id: 'https://plumbline.invalid/api', components: description.components })
    const bodies = operations().flatMap(({ operation }) => Object.values(operation.requestBody?.content ?? {}))
    const answers = operations().flatMap(({ operation }) =>
      Object.values(operation.responses).flatMap(({ content }) => Object.values(content ?? {})),
    )
    expect(bodies.length).toBeGreaterThan(10)
    for (const { schema } of [...bodies, ...answers]) {
      expect(ajv.validateSchema(schema), JSON.stringify(ajv.errors)).toBe(true)
      ajv.compile(relocated(schema))
    }
    const register = description.paths['/api/patients']?.post?.requestBody?.content['application/json']?.schema ?? {}
    const accepts = ajv.compile(relocated(register))
    const patient = {
      familyName: 'A',
      givenName: 'B',
      birthDate: '1970-01-01',
      sexAtBirth: 'female',
      recordNumber: '1',
    }
    expect(accepts({ commandId: '6f1c7f04-5d0c-4d0a-9f43-3f9c2f5b8a11', patient })).toBe(true)
    expect(
      accepts({ commandId: '6f1c7f04-5d0c-4d0a-9f43-3f9c2f5b8a11', patient: { ...patient, sexAtBirth: 'x' } }),
    ).toBe(false)
  })
})

/** The schema with its references led to where the components are. */
const relocated = (schema: Json): Json =>
  JSON.parse(
    JSON.stringify(schema).replaceAll('#/components/schemas/', 'https://plumbline.invalid/api#/components/schemas/'),
  )

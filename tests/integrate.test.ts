import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hooksConfiguration, signingAlgorithms } from '../src/service/cds-hooks/configuration.ts'
import { serviceErrors } from '../src/service/errors.ts'
import { type Hospital, hospital } from './hook-client.ts'

/*
 * docs/integrate.md, as an engineer follows it: its configuration is read, its examples are sent, its error codes exist.
 */

const document = readFileSync(new URL('../docs/integrate.md', import.meta.url), 'utf8')
const section = (title: string): string => document.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? ''
const jsonIn = (text: string): unknown[] =>
  [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => JSON.parse(json))

/** A heading, what is sent below it, and what is answered. */
const examples = section('Examples')
  .split('\n### ')
  .slice(1)
  .map((part) => {
    const [request, answer] = jsonIn(part)
    return { title: part.split('\n')[0] ?? '', request: request as { readonly hook: string }, answer }
  })

let ehr: Hospital
beforeAll(async () => {
  ehr = await hospital()
})
afterAll(() => ehr.under.close())

/** As the examples have it: ids and hashes are the run's, and of the reasons for overriding the first stands for all. */
function asInExample(value: unknown): unknown {
  const text = JSON.stringify(value, (key, member) => (key === 'overrideReasons' ? member.slice(0, 1) : member))
  return JSON.parse(
    text
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID')
      .replaceAll(/`[0-9a-f]{12}`/g, '`HASH`')
      .replaceAll('https://clinic.example', 'https://plumbline.hospital.example'),
  )
}

describe('the page for integrating', () => {
  test('has a configuration that is one', () => {
    const [configuration] = jsonIn(section('cds-hooks.json'))
    expect(hooksConfiguration(configuration).clients).toHaveLength(1)
  })

  test('names every signing algorithm there is, and no other', () => {
    const named = section('cds-hooks.json').match(/`(?:ES|RS|PS)\d{3}`/g) ?? []
    expect([...new Set(named)].map((name) => name.slice(1, -1)).toSorted()).toEqual([...signingAlgorithms].toSorted())
  })

  test('has an example for each hook', () => {
    expect([...new Set(examples.map(({ request }) => request.hook))].toSorted()).toEqual([
      'order-dispatch',
      'order-select',
      'order-sign',
      'patient-view',
    ])
  })

  test.each(examples)('answers as it says: $title', async ({ request, answer }) => {
    const { status, json } = await ehr.call(request)
    expect(status, JSON.stringify(json)).toBe(200)
    expect(asInExample(json)).toEqual(answer)
  })

  test('names the status of each error as it is answered, and every error of the hooks', () => {
    const rows = [...section('Errors').matchAll(/^\| (\d{3}) \|.*$/gm)].map(([row, status]) => ({
      status: Number(status),
      codes: row.match(/PLB_[A-Z_]+/g) ?? [],
    }))
    for (const { status, codes } of rows)
      for (const code of codes) expect(serviceErrors[code as keyof typeof serviceErrors].status, code).toBe(status)
    const named = rows.flatMap(({ codes }) => codes)
    expect(
      Object.keys(serviceErrors).filter((code) => code.startsWith('PLB_CDS_HOOKS_') && !named.includes(code as never)),
    ).toEqual([])
  })

  test('names the scope of every search', async () => {
    const { services = [] } = (await ehr.send('/cds-services')).json
    const types = Object.values(services[0]?.prefetch as Record<string, string>).map((query) => query.split(/[/?]/)[0])
    for (const type of types) expect(section('Scopes')).toContain(`patient/${type}.r`)
  })
})

import { describe, expect, test } from 'vitest'
import { roles } from '../service/api/role.ts'
import { permissions } from '../service/permissions.ts'
import { wovenPermissions } from './permission-table.ts'

const lines = wovenPermissions('notice').split('\n')

/** What stands in the row of a route or an event, by column. */
function cellsOf(name: string): Record<string, string | undefined> {
  const heading = lines.find((line) => line.startsWith('| route'))
  const row = lines.find((line) => line.startsWith(`| \`${name}\` |`))
  const cells = (line = '') => line.split('|').map((cell) => cell.trim())
  return Object.fromEntries(cells(heading).map((column, index) => [column, cells(row)[index]]))
}

describe('the page of who may do what', () => {
  test('has every route once', () => {
    const named = lines.flatMap((line) => /^\| `([A-Z]+ \/\S*)` \|/.exec(line)?.[1] ?? [])
    expect(named).toEqual(Object.keys(permissions))
  })

  test('says yes, anyone, lead or its token, and where the real patients alone are meant', () => {
    expect(cellsOf('POST /api/accounts')).toMatchObject({ administrator: 'yes', nurse: '', auditor: '', real: 'real' })
    expect(cellsOf('GET /healthz')).toMatchObject({ auditor: 'anyone', integration: 'anyone', real: '' })
    expect(cellsOf('POST /api/protocol/adoptions')).toMatchObject({ clinician: 'lead', administrator: '' })
    expect(cellsOf('POST /cds-services/:id')).toMatchObject({ clinician: 'its token', integration: 'its token' })
    expect(cellsOf('POST /api/decide')).toMatchObject(Object.fromEntries(roles.map((role) => [role, 'yes'])))
  })

  test('says who may sign', () => {
    expect(cellsOf('signed')).toMatchObject({ clinician: 'yes', nurse: '' })
  })
})

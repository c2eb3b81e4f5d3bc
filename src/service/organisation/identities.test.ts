import { expect, test } from 'vitest'
import { roleFrom } from './identities.ts'

const byGroups = {
  roleClaim: 'groups',
  roles: [
    { is: 'doctors', role: 'clinician' },
    { is: 'nurses', role: 'nurse' },
  ],
} as const

test('a role is the first of the list that somebody has there, and never by a part of a word', () => {
  expect(roleFrom({ sub: '1', groups: ['nurses', 'doctors'] }, byGroups)).toBe('clinician')
  expect(roleFrom({ sub: '1', groups: 'nurses' }, byGroups)).toBe('nurse')
  expect(roleFrom({ sub: '1', groups: ['doctors-of-philosophy'] }, byGroups)).toBeUndefined()
  expect(roleFrom({ sub: '1' }, byGroups)).toBeUndefined()
})

import { describe, expect, test } from 'vitest'
import { allows } from './scopes.ts'

describe('granted scopes', () => {
  test.each([
    ['patient/ServiceRequest.c', true],
    ['patient/ServiceRequest.cruds', true],
    ['openid user/ServiceRequest.write', true],
    ['patient/*.*', true],
    ['patient/*.cud', true],
    ['patient/ServiceRequest.rs', false],
    ['patient/ServiceRequest.read', false],
    ['patient/Observation.c', false],
    ['patient/ServiceRequest.c?status=draft', false],
    ['patient/ServiceRequest.sc', false],
    ['system/ServiceRequest.c', false],
    ['', false],
  ])('%j lets create a ServiceRequest: %s', (granted, may) => {
    expect(allows(granted, 'ServiceRequest', 'create')).toBe(may)
  })

  test.each([
    ['patient/Condition.rs', true],
    ['patient/Condition.s', true],
    ['patient/*.read', true],
    ['patient/Condition.rs?category=problem-list-item', true],
    ['patient/Condition.write', false],
    ['patient/Condition.c', false],
    ['launch openid', false],
  ])('%j lets read Conditions: %s', (granted, may) => {
    expect(allows(granted, 'Condition', 'read')).toBe(may)
  })
})

import { expect, test } from 'vitest'
import { remember, saidNames } from './browser/said-names.ts'

test('a name is found however it stands in what the service says, and nothing else is taken for one', () => {
  remember('Güneş', 'T-Güneş')
  const lines = ['{"msg":"Güneş"}', '{"route":"GÜNEŞ, Ada"}', '/api/patients?q=G%C3%BCne%C5%9F', 'no T-Güneş here']
  expect(saidNames(lines.join('\n'))).toEqual(lines)
  expect(saidNames('{"level":30,"route":"/api/patients/:patientId","status":200}\nGüneşli')).toEqual([])
})

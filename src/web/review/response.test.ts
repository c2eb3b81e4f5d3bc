import { expect, test } from 'vitest'
import { responseIn, responseToRecord } from './response.ts'

test('what was said of the treatment outlives the tab, in the text of the draft', () => {
  const said = { taken: 'inPart', helped: 'no', harmed: 'yes', words: 'stomach pain' } as const
  expect(responseIn(JSON.stringify(said))).toEqual(said)
})

test.each(['', 'typed text', '[]', 'null', '{"taken":"sometimes","words":3}'])('%j is no response', (note) => {
  expect(responseIn(note)).toEqual({})
})

test('a response that says nothing is not recorded', () => {
  expect(responseToRecord({})).toBeUndefined()
  expect(responseToRecord({ words: '  ' })).toBeUndefined()
  expect(responseToRecord({ helped: 'notKnown', words: ' a little ' })).toEqual({
    helped: 'notKnown',
    words: 'a little',
  })
})

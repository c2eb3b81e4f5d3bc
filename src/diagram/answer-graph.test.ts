import { expect, test } from 'vitest'
import { tinyProtocol } from '../../tests/proofs/tiny-protocol.ts'
import { answerGraphs, makeMore } from './answer-graph.ts'

const version = { longDays: 30, currentDays: 90, asksNew: false }

test('graphs that were begun in parts are the same as those made at once, whoever needs them meanwhile', () => {
  const [atOnce, begun, inParts] = [tinyProtocol(version), tinyProtocol(version), tinyProtocol(version)]
  const { decisions, rules } = answerGraphs(atOnce)
  expect(makeMore(begun)).toBeUndefined()
  expect(makeMore(begun)).toBeUndefined()
  // Needed now: it is finished, not begun again.
  expect(answerGraphs(begun)).toMatchObject({ decisions, rules })
  let parts = 1
  while (!makeMore(inParts)) parts += 1
  expect(parts).toBeGreaterThan(decisions.size + rules.size)
  expect(makeMore(inParts)).toBe(answerGraphs(inParts))
  expect(answerGraphs(inParts)).toMatchObject({ decisions, rules })
})

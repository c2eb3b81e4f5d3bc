import { describe, expect, test } from 'vitest'
import { and, atLeast, not, or, type Truth } from './kleene.ts'

const TRUTHS: readonly Truth[] = [true, false, undefined]

/** Every list of so many truths. */
function listsOf(length: number): readonly (readonly Truth[])[] {
  return length === 0 ? [[]] : listsOf(length - 1).flatMap((list) => TRUTHS.map((truth) => [...list, truth]))
}

/** Every way in which what is not known may turn out. */
function completions(list: readonly Truth[]): readonly (readonly boolean[])[] {
  return list.reduce<boolean[][]>(
    (lists, truth) =>
      lists.flatMap((so) =>
        truth === undefined
          ? [
              [...so, true],
              [...so, false],
            ]
          : [[...so, truth]],
      ),
    [[]],
  )
}

/** What a connective must say: what all completions share, else not known. */
function shared(list: readonly Truth[], classical: (values: readonly boolean[]) => boolean): Truth {
  const results = new Set(completions(list).map(classical))
  return results.size === 1 ? [...results][0] : undefined
}

const lists = [0, 1, 2, 3, 4].flatMap(listsOf)

describe('a connective says what every completion of the unknowns shares, and else not known', () => {
  test('and: true when all are', () => {
    for (const list of lists) expect(and(list), String(list)).toBe(shared(list, (values) => values.every(Boolean)))
  })

  test('or: true when any is', () => {
    for (const list of lists) expect(or(list), String(list)).toBe(shared(list, (values) => values.some(Boolean)))
  })

  test('not: the opposite', () => {
    for (const truth of TRUTHS) expect(not(truth)).toBe(shared([truth], ([value]) => !value))
  })

  test('at least so many: from none to more than there are', () => {
    for (const list of lists)
      for (let count = 0; count <= list.length + 1; count += 1)
        expect(atLeast(count, list), `${count} of ${String(list)}`).toBe(
          shared(list, (values) => values.filter(Boolean).length >= count),
        )
  })
})

test('not known is never false: one unknown among absences stays unknown', () => {
  expect(or([false, undefined, false])).toBeUndefined()
  expect(and([true, undefined])).toBeUndefined()
})

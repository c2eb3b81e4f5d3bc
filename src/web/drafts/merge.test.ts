import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentOf, countChanges, type DraftContent, mergeDrafts } from './merge.ts'

const yes = { value: 'present', observedOn: '2026-08-12' }
const no = { value: 'absent', observedOn: '2026-08-12' }

describe('two drafts of the same answers', () => {
  test('that answered different questions become one', () => {
    const merged = mergeDrafts({}, { assess: { smoker: yes } }, { assess: { other: no }, review: { better: yes } })
    expect(merged).toEqual({ content: { assess: { smoker: yes, other: no }, review: { better: yes } }, contested: [] })
  })

  test('that answered the same question differently leave it to the person, with mine until then', () => {
    expect(mergeDrafts({}, { assess: { smoker: yes } }, { assess: { smoker: no } })).toEqual({
      content: { assess: { smoker: yes } },
      contested: [{ screen: 'assess', id: 'smoker', mine: yes, theirs: no }],
    })
  })

  test('agree where both gave the same answer', () => {
    expect(mergeDrafts({}, { assess: { smoker: yes } }, { assess: { smoker: { ...yes } } }).contested).toEqual([])
  })

  test('take what only one of them changed', () => {
    const base = { assess: { smoker: no } }
    expect(mergeDrafts(base, { assess: { smoker: yes } }, base).content).toEqual({ assess: { smoker: yes } })
    expect(mergeDrafts(base, base, { assess: { smoker: yes } }).content).toEqual({ assess: { smoker: yes } })
    expect(mergeDrafts(base, base, {}).content).toEqual({})
  })

  test('keep an answer that one of them gave and the other cleared', () => {
    const base = { assess: { smoker: no } }
    expect(mergeDrafts(base, {}, { assess: { smoker: yes } }).content).toEqual({ assess: { smoker: yes } })
    expect(mergeDrafts(base, { assess: { smoker: yes } }, {}).content).toEqual({ assess: { smoker: yes } })
  })

  test('never lose an answer that either of them gave', () => {
    const answer = fc.record({
      value: fc.constantFrom('present', 'absent', 'notKnown'),
      observedOn: fc.constant('2026-08-12'),
    })
    const screen = fc.dictionary(fc.constantFrom('a', 'b', 'c'), answer)
    const draft: fc.Arbitrary<DraftContent> = fc.record({ assess: screen, review: screen })
    fc.assert(
      fc.property(draft, draft, draft, (base, mine, theirs) => {
        const { content, contested } = mergeDrafts(base, mine, theirs)
        for (const side of [mine, theirs])
          for (const [name, answers] of Object.entries(side))
            for (const [id, given] of Object.entries(answers)) {
              if (base[name]?.[id]?.value === given.value) continue
              const stands = content[name]?.[id]?.value === given.value
              const asked = contested.some((each) => each.screen === name && each.id === id)
              expect(stands || asked).toBe(true)
            }
      }),
    )
  })
})

test('changes are counted whether given, changed or cleared', () => {
  expect(countChanges({ assess: { a: yes, b: yes, c: yes } }, { assess: { a: yes, b: no }, review: { d: no } })).toBe(3)
})

test('what is no answer in a kept draft is left out', () => {
  expect(contentOf({ content: { assess: { smoker: yes, odd: 3 }, note: 'text', list: [1] } })).toEqual({
    assess: { smoker: yes },
  })
})

import { expect, test } from 'vitest'
import { togetherNote, withTogether } from './together.ts'

const no = { value: 'absent', observedOn: '2026-03-01' } as const
const yes = { value: 'present', observedOn: '2026-03-01' } as const

test('what one press set is marked, what was answered by itself or otherwise since is not', () => {
  const notes = new Set([togetherNote('fever'), togetherNote('smoker')])
  const noteOf = (finding: string) => (notes.has(togetherNote(finding)) ? '1' : undefined)
  expect(withTogether({ fever: no, smoker: yes, weakness: no }, noteOf)).toEqual({
    fever: { ...no, together: true },
    smoker: yes,
    weakness: no,
  })
})

import { expect, test } from 'vitest'
import { screenAt, screens } from './screens.ts'

test.each([
  ['/patients', screens.patients],
  ['/patients/', screens.patients],
  ['/patients/6f1c', screens.summary],
  ['/patients/6f1c/', screens.summary],
  ['/patients/6f1c/assess', screens.assess],
  ['/patients/6f1c/questionnaire', screens.questionnaire],
  ['/evidence', screens.evidence],
])('the screen at %s begins to load with the page', (path, screen) => {
  expect(screenAt(path)).toBe(screen)
})

test.each(['/', '', '/constructor', '/patients/6f1c/toString', '/setup'])('nothing is loaded ahead for %s', (path) => {
  expect(screenAt(path)).toBeUndefined()
})

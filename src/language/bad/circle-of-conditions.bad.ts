import { A1, cold, miserable } from './vocabulary.good.ts'

export const isCold = A1.defines(cold, 'isCold', 'cold', {
  when: miserable, // error TS2375
})
export const isMiserable = A1.defines(miserable, 'isMiserable', 'miserable', { when: cold })

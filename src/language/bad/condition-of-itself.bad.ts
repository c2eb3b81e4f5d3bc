import { all } from '../condition.ts'
import { A1, cold, findings, miserable } from './vocabulary.good.ts'

export const isMiserable = A1.defines(miserable, 'isMiserable', 'miserable', {
  when: all(findings.wet.present, cold, miserable), // error TS2375
})

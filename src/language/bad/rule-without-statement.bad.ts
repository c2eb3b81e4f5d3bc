import type { Chapter } from '../protocol.ts'
import { A1, coat, findings, noCoat } from './vocabulary.good.ts'

const heavyCoat = {
  is: 'rule',
  id: 'heavyCoat',
  decision: coat.id,
  exceptionTo: [noCoat.id],
  when: findings.wet.present,
  then: 'heavy',
} as const

export const chapter: Chapter = { A1, noCoat, heavyCoat } // error TS2322

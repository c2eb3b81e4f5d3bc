import { A1, coat, findings, noTea } from './vocabulary.good.ts'

export const heavyCoat = A1.decides(coat, 'heavyCoat', {
  exceptionTo: [noTea], // error TS2375
  when: findings.wet.present,
  then: 'heavy',
})

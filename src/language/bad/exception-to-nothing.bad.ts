import { A1, coat, findings } from './vocabulary.good.ts'

export const heavyCoat = A1.decides(coat, 'heavyCoat', {
  exceptionTo: [], // error TS2322
  when: findings.wet.present,
  then: 'heavy',
})

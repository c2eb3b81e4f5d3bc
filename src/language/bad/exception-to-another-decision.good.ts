import { A1, coat, findings, noCoat } from './vocabulary.good.ts'

export const heavyCoat = A1.decides(coat, 'heavyCoat', {
  exceptionTo: [noCoat],
  when: findings.wet.present,
  then: 'heavy',
})

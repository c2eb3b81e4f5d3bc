import { A1, coat, findings, noCoat } from './vocabulary.good.ts'

export const heavyCoat = A1.decides(coat, 'heavyCoat', {
  // biome-ignore lint/correctness/noInvalidUseBeforeDeclaration: it must not compile either
  exceptionTo: [noCoat, heavyCoat], // error TS2448
  when: findings.wet.present,
  then: 'heavy',
})

import { named } from '../condition.ts'

// biome-ignore lint/correctness/noInvalidUseBeforeDeclaration: it must not compile either
export const cold = named('cold', 'cold', { from: [miserable] }) // error TS2448
export const miserable = named('miserable', 'miserable', { from: [cold] })

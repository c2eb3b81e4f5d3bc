import { named } from '../condition.ts'

export const cold = named('cold', 'cold')
export const miserable = named('miserable', 'miserable', { from: [cold] })

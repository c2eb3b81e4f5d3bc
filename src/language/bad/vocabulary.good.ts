import { named } from '../condition.ts'
import { advice, decision } from '../decision.ts'
import { choice, parameters, quantity, sign, vocabulary } from '../finding.ts'
import { says } from '../statement.ts'

/*
 * What the twins in this folder speak of. Each `NAME.bad.ts` must not compile, at the line and with the error that the
 * line names; its twin `NAME.good.ts` differs only there, and in what it imports, and must compile.
 */

const words = { label: 'l', group: 'g', question: 'q?', why: 'w.', serves: ['A1'] }

export const { terms: findings } = vocabulary({
  wet: sign(words),
  colour: choice({ red: 'red', blue: 'blue' }, words),
  size: quantity({ unit: 'cm', minimum: 0, maximum: 9, ...words }),
})
export const limits = parameters({ small: { label: 'small', value: 3, unit: 'cm', statement: 'A1' } })

export const cold = named('cold', 'cold')
export const miserable = named('miserable', 'miserable', { from: [cold] })

export const coat = decision('coat', 'Coat', 'order', {
  none: { label: 'no coat' },
  heavy: { label: 'a heavy coat', stance: 'recommended' },
})
export const tea = advice('tea', 'Tea', 'Make tea')

export const A1 = says('A1', 'rule')`Who is wet needs a coat.`
export const noCoat = A1.byDefault(coat, 'noCoat', 'none')
export const noTea = A1.byDefault(tea, 'noTea', 'none')

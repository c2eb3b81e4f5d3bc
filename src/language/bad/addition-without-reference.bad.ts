import { adds } from '../statement.ts'
import { coat, findings, noCoat } from './vocabulary.good.ts'

export const X1 = adds('X1')`Who is red needs one too.`
export const redCoat = X1.decides(coat, 'redCoat', { exceptionTo: [noCoat], when: findings.wet.present, then: 'heavy' }) // error TS2339

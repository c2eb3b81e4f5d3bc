import { findings, limits } from './vocabulary.good.ts'

export const when = findings.wet.above(limits.small) // error TS2339

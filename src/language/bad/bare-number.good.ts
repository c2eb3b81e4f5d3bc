import { findings, limits } from './vocabulary.good.ts'

export const when = findings.size.above(limits.small)

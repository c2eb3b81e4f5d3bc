import { findings } from './vocabulary.good.ts'

export const when = findings.size.above(3) // error TS2345

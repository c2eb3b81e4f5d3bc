import { findings } from './vocabulary.good.ts'

export const when = findings.colour.is('rod') // error TS2345

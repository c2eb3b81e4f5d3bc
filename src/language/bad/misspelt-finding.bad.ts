import { findings } from './vocabulary.good.ts'

export const when = findings.wett.present // error TS2551

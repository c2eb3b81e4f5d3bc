import { findings } from './vocabulary.good.ts'

export const when = findings.wet.present

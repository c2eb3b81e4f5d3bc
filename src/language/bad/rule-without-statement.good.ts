import type { Chapter } from '../protocol.ts'
import { A1, coat, findings, noCoat } from './vocabulary.good.ts'

const heavyCoat = A1.decides(coat, 'heavyCoat', { exceptionTo: [noCoat], when: findings.wet.present, then: 'heavy' })

export const chapter: Chapter = { A1, noCoat, heavyCoat }

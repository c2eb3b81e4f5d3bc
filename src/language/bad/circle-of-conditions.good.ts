import { A1, cold, findings, miserable } from './vocabulary.good.ts'

export const isCold = A1.defines(cold, 'isCold', 'cold', { when: findings.wet.present })
export const isMiserable = A1.defines(miserable, 'isMiserable', 'miserable', { when: cold })

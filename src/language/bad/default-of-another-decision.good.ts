import { A1, coat } from './vocabulary.good.ts'

export const noCoat = A1.byDefault(coat, 'noCoat', 'none')

import { VocabularyError } from '../../src/diagram/vocabulary.ts'
import { checkProtocol } from '../../src/language/protocol.ts'
import { guarantees } from '../../src/protocol/guarantees.ts'
import { faultsOfWords } from '../engines/words.ts'
import { brokenGuarantees, type Difference, differenceOf, failedCase } from './judge.ts'
import type { Layers, Mutant } from './mutant.ts'

/** What became of a mutant. */
export interface Result {
  readonly kind: string
  readonly piece: string
  readonly description: string
  /** The first guarantee that it breaks: `V7 a_red_flag_always_gets_a_referral`. */
  readonly guarantee?: string
  /** The first hand-written case that it answers otherwise than expected. */
  readonly failed?: string
  /** The first text that does not speak of what it must. */
  readonly words?: string
  /** Worked out only for a mutant that nothing caught. */
  readonly difference?: Difference
}

/**
 * Puts a mutant to every guarantee and every case, and compares one that passes with the original over all cases.
 *
 * @example resultOf(mutant, { source, standard }).guarantee // 'V2 a_red_flag_is_never_answered_with_conservative_treatment'
 */
export function resultOf(mutant: Mutant, original: Layers): Result {
  const { kind, piece, description } = mutant
  const layers = mutant.make()
  // A mutant that could not be built would be no mistake to look for.
  for (const protocol of Object.values(layers)) checkProtocol(protocol)
  const [broken] = mutant.beyondProof ? [] : brokenGuarantees(layers, guarantees)
  const [words] = Object.values(layers).flatMap(faultsOfWords)
  // No case reads a text: where the words tell, there is nothing more to ask.
  const failed = mutant.beyondProof && words !== undefined ? undefined : failedCase(layers, original)
  const isCaught = broken !== undefined || failed !== undefined || words !== undefined
  return {
    kind,
    piece,
    description,
    ...(broken ? { guarantee: `${broken.id} ${broken.name}` } : {}),
    ...(failed ? { failed: failed.id } : {}),
    ...(words === undefined ? {} : { words }),
    ...(isCaught ? {} : { difference: differenceBy(mutant, layers, original) }),
  }
}

/** Of these the diagrams see only a part: what is refused on input, the bounds' order, and reasons are not theirs. */
const UNSEEN = ['change which values are taken', 'change what cannot be', 'reorder outcomes', 'drop a citation']

/** What no diagram can tell is taken to differ. */
function differenceBy({ beyondProof, kind }: Mutant, layers: Layers, original: Layers): Difference {
  if (beyondProof) return { treats: ['what is said, asked or accepted'], cites: [] }
  if (UNSEEN.includes(kind)) return { treats: ['what is accepted or cited'], cites: [] }
  try {
    return differenceOf(layers, original)
  } catch (error) {
    if (!(error instanceof VocabularyError)) throw error
    return { treats: ['the vocabulary'], cites: [] }
  }
}

/** Whether no case, however recorded, is treated or shown otherwise. */
export function isEquivalent({ difference }: Result): boolean {
  return difference !== undefined && difference.treats.length === 0
}

/** Whether nothing caught it, although some cases are treated otherwise. */
export function survives({ difference }: Result): boolean {
  return difference !== undefined && difference.treats.length > 0
}

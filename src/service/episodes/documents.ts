import type { EpisodeHistory } from '../../care/episode.ts'
import { observedOf } from '../../care/findings.ts'
import { lastLetterOf, outdatedLetters } from '../../care/letters.ts'
import { openAnswers } from '../../care/patient-answers.ts'
import { decide } from '../../evaluate/decide.ts'
import { situate } from '../../evaluate/situation.ts'
import type { CalendarDate } from '../../language/date.ts'
import type { Protocol } from '../../language/protocol.ts'
import { handoutWords } from '../../protocol/handout.ts'
import { letterWords } from '../../protocol/letter.ts'
import { activities, bodyRegions, noteWords } from '../../protocol/notes.ts'
import { withdrawalLetter } from '../../weave/correction.ts'
import { type Handout, handoutOf } from '../../weave/handout.ts'
import { referralLetter } from '../../weave/letter.ts'
import {
  type LetterRecord,
  type LetterRequest,
  type NoteLists,
  referralFacts,
  replacedBy,
} from '../../weave/letter-facts.ts'
import type { HandoutWords } from '../../weave/words.ts'
import type { Actor } from '../accounts/sessions.ts'
import type { Document } from '../api/document.ts'
import type { Texts } from '../content/texts.ts'
import type { AdoptedProtocol } from '../protocol/adoptions.ts'

const lists: NoteLists = { words: noteWords, regions: bodyRegions, activities }

/** What a letter is made of, as the episode stands on a day, by the adopted version. */
function recordOf(history: EpisodeHistory, day: CalendarDate, standard: Protocol): LetterRecord {
  const findings = observedOf(history.findings)
  const [decision, situation] = [decide(standard, findings, day), situate(standard, findings, day)]
  return { history, open: openAnswers(history), decision, situation, lists }
}

/**
 * The referral letter of an episode as it stands on a day, by the adopted version.
 *
 * @example weaveLetter(history, { destination: 'Spinal clinic' }, actor, '2026-03-15', protocol).split('\n')[0] // 'REFERRAL: …'
 */
export function weaveLetter(
  history: EpisodeHistory,
  request: LetterRequest,
  referrer: Pick<Actor, 'displayName' | 'role'>,
  day: CalendarDate,
  { standard }: Pick<AdoptedProtocol, 'standard'>,
): string {
  return referralLetter(
    referralFacts(recordOf(history, day, standard), request, referrer, standard),
    standard,
    letterWords,
  )
}

/** What a referrer says of a letter that puts another right. */
export interface CorrectionRequest extends Omit<LetterRequest, 'decision'> {
  /** The sequence of the referral. */
  readonly referral: number
  readonly withdraws?: boolean
}

/**
 * The letter that puts one right which was sent and is not: it names the one it replaces and what was not so. Or the
 * withdrawal of the referral, about the patient whom the letter named.
 *
 * Empty where there is no such letter, or it is right: care refuses it then, and says which.
 *
 * @example weaveCorrection(history, { referral: 4, destination: 'Spinal clinic' }, actor, '2026-03-15', protocol)
 */
export function weaveCorrection(
  history: EpisodeHistory,
  { referral, withdraws, ...request }: CorrectionRequest,
  referrer: Pick<Actor, 'displayName' | 'role'>,
  day: CalendarDate,
  { standard }: Pick<AdoptedProtocol, 'standard'>,
): string {
  const letter = outdatedLetters(history).find((each) => each.referral.sequence === referral)
  if (letter === undefined) return ''
  const { changes, basis } = letter
  const { recordedOn: sentOn, urgency } = lastLetterOf(letter.referral)
  if (withdraws) {
    const { destination: to, reason } = request
    const who = { name: referrer.displayName, role: referrer.role }
    const facts = { patient: basis.patient, to, sentOn, changes, referrer: who, writtenOn: day }
    return withdrawalLetter({ ...facts, ...(reason === undefined ? {} : { reason }) }, letterWords)
  }
  const record = recordOf(history, day, standard)
  const facts = referralFacts(record, { ...request, decision: letter.referral.decision }, referrer, standard)
  const replaces = replacedBy({ sentOn, urgency, changes }, record.decision, standard)
  return referralLetter({ ...facts, replaces }, standard, letterWords)
}

/**
 * The handout for the patient of an episode, on a day, in the language of a text.
 *
 * @example weaveHandout(history, '2026-03-15', spanish, protocol).title // 'Su dolor de espalda'
 */
export function weaveHandout(
  history: EpisodeHistory,
  day: CalendarDate,
  text: Texts['handouts'][number],
  { standard }: Pick<AdoptedProtocol, 'standard'>,
): Handout {
  const decision = decide(standard, observedOf(history.findings), day)
  return handoutOf({ patient: history.patient, decision, writtenOn: day }, standard, handoutWordsOf(text))
}

/** English is the protocol's own text; another language is framed by its own words. */
function handoutWordsOf({ content, review, language, direction, marks }: Texts['handouts'][number]): HandoutWords {
  const reviewed = review === undefined ? {} : { review }
  if (content === 'protocol') return { ...handoutWords, ...reviewed }
  const { for: forWhom, call, reviewed: reviewedBy, reviewedBy: _, reviewedOn: __, ...words } = content
  return {
    ...words,
    ...reviewed,
    unreviewed: { mark: words.unreviewed.mark, english: handoutWords.unreviewed.mark },
    frame: { language, direction, for: forWhom, call, reviewed: reviewedBy, demo: marks.demo },
  }
}

/**
 * A woven text with its sections: blocks between empty lines, the first line of a block its heading where it is all in
 * capitals. No content can pass for a heading, since weave marks each line of it.
 *
 * @example documentFrom('TITLE\n\nFOUND\n- none\n', false).sections[1] // { heading: 'FOUND', lines: ['- none'] }
 */
export function documentFrom(text: string, locked: boolean): Document {
  const sections = text
    .trim()
    .split(/\n{2,}/)
    .map((block) => {
      const [first = '', ...rest] = block.split('\n')
      return isHeading(first) ? { heading: first, lines: rest } : { heading: null, lines: [first, ...rest] }
    })
  return { title: sections.find(({ heading }) => heading !== null)?.heading ?? '', text, sections, locked }
}

const isHeading = (line: string): boolean => /^\p{Lu}/u.test(line) && line === line.toUpperCase()

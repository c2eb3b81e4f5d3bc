import type { EpisodeHistory } from '../../care/episode.ts'
import type { Description } from '../../care/events.ts'
import { observedOf } from '../../care/findings.ts'
import { openAnswers } from '../../care/patient-answers.ts'
import { decide } from '../../evaluate/decide.ts'
import { wordsFor } from '../../evaluate/explain.ts'
import { situate } from '../../evaluate/situation.ts'
import type { CalendarDate } from '../../language/date.ts'
import type { FindingDefinition } from '../../language/finding.ts'
import type { Protocol } from '../../language/protocol.ts'
import { handoutWords } from '../../protocol/handout.ts'
import { letterWords } from '../../protocol/letter.ts'
import { activities, bodyRegions, noteWords } from '../../protocol/notes.ts'
import { type Handout, handoutOf } from '../../weave/handout.ts'
import { referralLetter } from '../../weave/letter.ts'
import type { HandoutWords } from '../../weave/words.ts'
import type { Actor } from '../accounts/sessions.ts'
import type { Document } from '../api/document.ts'
import type { Texts } from '../content/texts.ts'
import type { AdoptedProtocol } from '../protocol/adoptions.ts'

/** What a referrer says of a letter; the rest is on record. */
export interface LetterRequest {
  readonly decision?: string
  readonly destination: string
  readonly reason?: string
  readonly told?: string
}

/**
 * The referral letter of an episode as it stands on a day, by the adopted version.
 *
 * @example weaveLetter(history, { destination: 'Spinal clinic' }, actor, '2026-03-15', protocol).split('\n')[0] // 'REFERRAL: …'
 */
export function weaveLetter(
  history: EpisodeHistory,
  { decision: referral, destination, reason, told }: LetterRequest,
  referrer: Pick<Actor, 'displayName' | 'role'>,
  day: CalendarDate,
  { standard }: Pick<AdoptedProtocol, 'standard'>,
): string {
  const findings = observedOf(history.findings)
  return referralLetter(
    {
      patient: history.patient,
      to: destination,
      decision: decide(standard, findings, day),
      situation: situate(standard, findings, day),
      reports: history.results.map(({ findings: read, recordedOn, reportedText }) => ({
        findings: read,
        receivedOn: recordedOn,
        ...(reportedText === undefined ? {} : { reportedText }),
      })),
      awaited: history.orders.filter(({ state }) => state === 'awaited'),
      treatments: history.treatments,
      ...(referral === undefined ? {} : { referral }),
      described: descriptionLines(history.description),
      patientSaid: patientSaidLines(history, standard),
      ...(reason === undefined ? {} : { reason }),
      ...(told === undefined ? {} : { told: [told] }),
      referrer: { name: referrer.displayName, role: referrer.role },
      writtenOn: day,
    },
    standard,
    letterWords,
  )
}

/** What the patient said and nobody has confirmed: it is in no other part of the letter. */
function patientSaidLines(history: EpisodeHistory, standard: Protocol): readonly string[] {
  const open = openAnswers(history)
  if (!open) return []
  const findings = standard.findings.flatMap((definition) => {
    const said = open.findings[definition.id]
    return said ? [`${definition.label}: ${saidWords(definition, said.value)}`] : []
  })
  return [...findings, ...descriptionLines(open.description)]
}

function saidWords(definition: FindingDefinition, value: string | number): string {
  if (value === 'notKnown') return 'not sure'
  return value === 'notDone' ? 'not measured' : wordsFor(definition, value)
}

function descriptionLines(description: Description | undefined): readonly string[] {
  if (!description) return []
  const { regions, activities: kept, words = '' } = description
  const labels = (ids: readonly string[], list: readonly { readonly id: string; readonly label: string }[]) =>
    ids.map((id) => list.find((each) => each.id === id)?.label ?? id).join(', ')
  return [
    ...(regions.length > 0 ? [`${noteWords.regions}: ${labels(regions, bodyRegions)}`] : []),
    ...(kept.length > 0 ? [`${noteWords.activities}: ${labels(kept, activities)}`] : []),
    ...(words === '' ? [] : [words]),
  ]
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

/*
 * The sentences of documents that only the protocol's owners may write. They are plain data of `src/protocol`
 * (`document.ts`, `letter.ts`, `handout.ts`); this folder arranges them around the facts and adds none of its own.
 */

/** A sentence for a decision: said when the decision has one of these outcomes, or any with a stance. */
export interface Saying {
  readonly decision: string
  readonly outcomes?: readonly string[]
  readonly says: string
}

/** What the protocol's document says around its rules. */
export interface DocumentWords {
  readonly title: string
  readonly purpose: readonly string[]
  readonly isNot: readonly string[]
  /** By the first letter of the statements' ids, in the order of the document. */
  readonly chapters: readonly { readonly letter: string; readonly title: string }[]
}

/** A part of a letter: its heading, and the findings it holds, by id. */
export interface LetterPart {
  readonly title: string
  readonly findings: readonly string[]
  /** Each that is known has a line of its own, with its day. */
  readonly dated?: boolean
  /** Of its findings, those that say nothing by being missing, since another that is missing says it. */
  readonly onlyIfKnown?: readonly string[]
}

/** A sentence for a referral, and what it asks for in a few words, for the summary. */
export interface Expectation extends Saying {
  readonly asks: string
}

/** What a corrected letter says of the one it replaces, and the withdrawal of a referral. */
export interface CorrectionWords {
  /** In place of the letter's title. */
  readonly title: string
  readonly withdrawnTitle: string
  readonly heading: string
  /** With `{{date}}`. */
  readonly replaces: string
  /** With `{{date}}`. */
  readonly withdraws: string
  /** With `{{from}}` and `{{to}}`. */
  readonly urgency: string
  /** With `{{label}}`, `{{from}}` and `{{to}}`. */
  readonly changed: string
  /** With `{{number}}`: the record number under which it was written. */
  readonly moved: string
  readonly voided: string
  readonly result: string
  readonly notRecorded: string
  /** Why a referral is withdrawn, where the record says it. */
  readonly because: { readonly voided: string; readonly moved: string }
  /** By the member of the patient's details. */
  readonly details: Readonly<Record<string, string>>
}

/** What a referral letter says around the facts. */
export interface LetterWords {
  readonly title: string
  /** What the patient has: "back pain". */
  readonly complaint: string
  /** The findings that the heading says by the patient's details. */
  readonly heading: { readonly age: string; readonly birthDate: string; readonly sex: string }
  /** Said in the first line of the summary, with their values. */
  readonly course: readonly string[]
  /** Said in the second line where they are found. */
  readonly background: readonly string[]
  /** What is asked of whoever receives it: the first that applies. */
  readonly expectations: readonly Expectation[]
  /** Said where the referrer refers although the pathway does not ask for it. */
  readonly ownDecision: string
  readonly examination: LetterPart
  readonly results: LetterPart
  readonly treatment: LetterPart
  readonly medicines: LetterPart
  /** Over where it hurts and what the patient cannot do. */
  readonly described: string
  /** Over what the patient said and nobody has confirmed. */
  readonly patientSaid: string
  readonly disclaimer: string
  readonly correction: CorrectionWords
}

/** Who has read a text for patients and found it right; a text that nobody has is for invented patients only. */
export interface TextReview {
  readonly reviewedBy: string
  readonly reviewedOn: string
}

/** What a handout says in its own language around the protocol's sentences. */
export interface HandoutFrame {
  /** BCP 47. */
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  /** With `{{name}}`. */
  readonly for: string
  /** With `{{clinic}}`. */
  readonly call: string
  /** With `{{name}}` and `{{date}}`. */
  readonly reviewed: string
  /** Of an invented patient; beside the English one where the language is another. */
  readonly demo: string
}

/** What a handout tells the patient. */
export interface HandoutWords {
  readonly title: string
  readonly review?: TextReview
  /** `english`: the mark beside that of another language; `notPrinted`: for the clinician of a real patient. */
  readonly unreviewed: { readonly mark: string; readonly english?: string; readonly notPrinted?: string }
  /** English unless given. */
  readonly frame?: HandoutFrame
  readonly opening: readonly string[]
  /** What happens now, by urgency; the weakest first. */
  readonly urgency: readonly { readonly level: string; readonly says: readonly string[] }[]
  readonly sayings: readonly Saying[]
  readonly nextTitle: string
  /**
   * The advice that everybody gets: the label of a decision of the protocol, without the words that address the clinician;
   * in another language its translation, sign by sign.
   */
  readonly safety: { readonly title: string; readonly lead: string } & (
    | { readonly decision: string; readonly without: string }
    | { readonly signs: readonly string[] }
  )
  readonly closing: readonly string[]
}

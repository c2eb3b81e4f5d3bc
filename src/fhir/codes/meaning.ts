import type { CodeSystem } from '../systems.ts'

/** What it means that a record holds a code: a finding with a value. */
export interface Meaning {
  readonly finding: string
  readonly value: string
  /**
   * The code means the finding itself, so that what refutes the one refutes the other. A narrower code (fever of one kind,
   * one cancer) that is refuted leaves the finding open.
   */
  readonly whole?: true
}

/** Codes of one concept, and what they mean. ICD-10-CM is matched by prefix; `C00-C96` is a range of categories. */
export interface CodeRow {
  readonly concept: string
  readonly codes: Partial<Readonly<Record<CodeSystem, readonly string[]>>>
  /** Taken as findings. */
  readonly means?: readonly Meaning[]
  /** What it makes one ask: too unspecific, or a diagnosis for which the protocol has no finding of its own. */
  readonly asks?: readonly string[]
  /** Counts when it is over too: what was there once. */
  readonly ever?: true
  /** The value where it is over: cancer in remission is cancer in the past. */
  readonly whenOver?: string
  /** Back pain itself, the reason for the pathway. */
  readonly isBackPain?: true
}

/*
 * The source attributes of an evidence-based decision support intervention, 45 CFR 170.315(b)(11)(iv)(A): thirteen facts
 * that let a user judge what a recommendation rests on. What can be read off the rules is never typed.
 */

/** Where the answer to an attribute comes from. */
export type SourceAttributeBasis =
  /** What people state. */
  | { readonly from: 'stated' }
  /** What is stated, and every reference of the protocol's statements. */
  | { readonly from: 'references' }
  /** The version of the protocol and the list of its releases. */
  | { readonly from: 'releases' }
  /** Whether any rule reads one of these findings; an empty list where the vocabulary has no such finding. */
  | { readonly from: 'findings'; readonly findings: readonly string[] }

/** One of the thirteen. */
export type SourceAttribute = SourceAttributeBasis & {
  /** Its number in (b)(11)(iv)(A), from 1 to 13. */
  readonly number: number
  /** As the regulation words it. */
  readonly name: string
  /** What people have to say about it, one paragraph each. */
  readonly says: readonly string[]
}

/** A version of the protocol, and when people could begin to use it. */
export interface Release {
  readonly version: string
  /** `notReleased` until it is. */
  readonly releasedOn: string
}

/** All that is stated about where a protocol comes from. */
export interface SourceAttributes {
  readonly regulation: string
  readonly attributes: readonly SourceAttribute[]
  /** The newest first. */
  readonly releases: readonly Release[]
}

/** What a patient of a question has that an ordinary one has not: a value, or one that was observed some days before. */
export type PatientTold = Readonly<
  Record<string, string | number | { readonly value?: string | number; readonly daysBefore: number }>
>

/**
 * A question that the clinical text leaves open: what was asked, how it is answered for now, and a patient for whom the
 * answer matters. The program prints what each layer gives that patient; clinicians decide.
 */
export interface ClinicalQuestion {
  readonly id: string
  /** Statements between which there is room. */
  readonly statements: readonly string[]
  readonly question: string
  /** The safe reading that stands until clinicians decide. */
  readonly implemented: string
  readonly layer: string
  readonly patient: PatientTold
  /** The decisions whose answers show it. */
  readonly shows: readonly string[]
}

/*
 * The hazard log as data, in the fields and with the scales of DCB0129 (clinical risk management in the manufacture of
 * health IT systems). A risk is never typed: it is read off the matrix from severity and likelihood.
 */

/** From the gravest. One patient's death is major; of several patients, catastrophic. */
export const severities = ['catastrophic', 'major', 'considerable', 'significant', 'minor'] as const

/** How grave the harm would be. */
export type Severity = (typeof severities)[number]

/** From the most likely. */
export const likelihoods = ['very high', 'high', 'medium', 'low', 'very low'] as const

/** How likely it is that the harm comes about. */
export type Likelihood = (typeof likelihoods)[number]

/** 1 (least) to 5. */
export type RiskLevel = 1 | 2 | 3 | 4 | 5

/** What shows that a control works: a proof over every possible case, a test, or a clinical case that every engine runs. */
export type Evidence =
  | { readonly guarantee: string }
  /** The whole name of a test, its groups' titles first, as it stands in the file; of a table of tests, the row. */
  | { readonly test: string; readonly file: string; readonly row?: string }
  | { readonly clinicalCase: string }
  /** A part of the program that exists but that no test named here shows at work. */
  | { readonly code: string; readonly file: string }

/** One thing that makes a hazard less likely or less grave. */
export interface Control {
  readonly control: string
  readonly shownBy: readonly Evidence[]
}

/** An estimate before or after the controls. */
export interface Estimate {
  readonly severity: Severity
  readonly likelihood: Likelihood
}

/** One row of the hazard log. */
export interface Hazard {
  /** H1 …: permanent, never used again. */
  readonly id: string
  readonly name: string
  /** What could go wrong. */
  readonly hazard: string
  readonly causes: readonly string[]
  /** What it could do to the patient. */
  readonly effect: string
  readonly initial: Estimate
  readonly controls: readonly Control[]
  readonly residual: Estimate
  /** What no control of the program covers yet. */
  readonly open: readonly string[]
  /** Questions to clinicians on which it depends, by id. */
  readonly asks?: readonly string[]
  /** What whoever deploys it must see to (DCB0160). */
  readonly site: readonly string[]
}

/** Rows: severity; columns: likelihood from very high to very low. */
const MATRIX: Readonly<Record<Severity, readonly [RiskLevel, RiskLevel, RiskLevel, RiskLevel, RiskLevel]>> = {
  catastrophic: [5, 5, 4, 4, 3],
  major: [5, 4, 3, 3, 2],
  considerable: [4, 3, 3, 2, 2],
  significant: [4, 3, 2, 2, 1],
  minor: [3, 2, 2, 1, 1],
}

/**
 * The risk of an estimate, by the matrix of the DCB0129 guidance.
 *
 * @example riskOf({ severity: 'major', likelihood: 'high' }) // 4
 */
export function riskOf({ severity, likelihood }: Estimate): RiskLevel {
  const [veryHigh, high, medium, low, veryLow] = MATRIX[severity]
  switch (likelihood) {
    case 'very high':
      return veryHigh
    case 'high':
      return high
    case 'medium':
      return medium
    case 'low':
      return low
    case 'very low':
      return veryLow
  }
}

/** What a level of risk means for use. */
export interface Acceptability {
  /** In a word or two. */
  readonly word: string
  readonly means: string
}

const ACCEPTABILITY: Readonly<Record<RiskLevel, Acceptability>> = {
  1: { word: 'acceptable', means: 'No further action is required.' },
  2: {
    word: 'acceptable if not cheaply reduced',
    means: 'Acceptable where the cost of reducing it further outweighs the benefit.',
  },
  3: {
    word: 'undesirable',
    means: 'To be eliminated or reduced; acceptable only where reducing it further is impractical.',
  },
  4: { word: 'not acceptable', means: 'It must be eliminated or reduced before use.' },
  5: { word: 'unacceptable', means: 'No use.' },
}

/**
 * Whether a level of risk is acceptable.
 *
 * @example acceptabilityOf(4).word // 'not acceptable'
 */
export function acceptabilityOf(level: RiskLevel): Acceptability {
  return ACCEPTABILITY[level]
}

/**
 * Whether a control is shown to work, and not merely there.
 *
 * @example isShown({ control: '…', shownBy: [{ code: 'PatientBanner', file: 'src/web/patients/banner.tsx' }] }) // false
 */
export function isShown({ shownBy }: Control): boolean {
  return shownBy.some((evidence) => !('code' in evidence))
}

import type { Condition, NamedCondition } from './condition.ts'
import type { Decision, Rule } from './decision.ts'

/** What a statement is: of the source (A1 … F1), a reading of it (I1 …), or an addition for safety (X1 …). */
export type StatementKind = 'context' | 'red flag' | 'rule' | 'serious' | 'knowledge' | 'reading' | 'addition'

/** Where published guidance says something else; shown beside every recommendation that cites the statement. */
export interface Difference {
  readonly text: string
  readonly reference: string
  /** How far the reference was checked before it was cited. */
  readonly checked: string
}

export interface Statement {
  readonly id: string
  readonly kind: StatementKind
  readonly text: string
  readonly differences: readonly Difference[]
  /** What an addition rests on; one that could not be checked says so. */
  readonly references: readonly string[]
}

/** One of several sufficient definitions of a named condition. */
export interface Definition {
  readonly is: 'definition'
  readonly id: string
  readonly condition: string
  readonly label: string
  readonly statements: readonly string[]
  readonly when: Condition<string>
}

interface Cites {
  /** Further statements the rule rests on. */
  readonly cites?: readonly Speaker[]
}

/**
 * A statement that speaks: its rules are made by its methods, so that text and rule cannot part.
 */
export interface Speaker {
  readonly is: 'speaker'
  readonly statement: Statement
  /** Records where published guidance differs. */
  whereGuidanceDiffers(text: string, reference: string, checked: string): Speaker
  /** Defines a named condition: any of its definitions suffices, each stays citable. */
  defines<Name extends string, Below extends string, Mentions extends Below>(
    target: NamedCondition<Name, Below>,
    id: string,
    label: string,
    rule: Cites & { readonly when: Condition<Mentions> },
  ): Definition
  /** Decides a question, as an exception to other rules of the same decision. */
  decides<Id extends string, Outcome extends string>(
    decision: Decision<Id, Outcome>,
    id: string,
    rule: Cites & {
      readonly when: Condition<string>
      readonly then: NoInfer<Outcome>
      readonly exceptionTo: readonly [Rule<NoInfer<Id>>, ...Rule<NoInfer<Id>>[]] | EveryOther<NoInfer<Id>>
    },
  ): Rule<Id>
  /** Gives a decision its answer for when no exception speaks. */
  byDefault<Id extends string, Outcome extends string>(
    decision: Decision<Id, Outcome>,
    id: string,
    then: NoInfer<Outcome>,
    cites?: readonly Speaker[],
  ): Rule<Id>
}

/** Speaks before every other rule of the decision, save its own exceptions; also before the rules named. */
export interface EveryOther<Id extends string> {
  readonly everyOtherRule: true
  readonly and: readonly Rule<Id>[]
}

/**
 * An exception to every other rule of its decision that is not itself an exception to this one.
 *
 * @example exceptionTo: everyOtherRule() // "under 18: out of scope", whatever the others say
 */
export function everyOtherRule<Id extends string = never>(...and: readonly Rule<Id>[]): EveryOther<Id> {
  return { everyOtherRule: true, and }
}

function speaker(statement: Statement): Speaker {
  const cite = (more: readonly Speaker[] = []) => [statement.id, ...more.map((other) => other.statement.id)]
  return {
    is: 'speaker',
    statement,
    whereGuidanceDiffers: (text, reference, checked) =>
      speaker({ ...statement, differences: [...statement.differences, { text, reference, checked }] }),
    defines: (target, id, label, { when, cites }) => ({
      is: 'definition',
      id,
      condition: target.condition,
      label,
      statements: cite(cites),
      when,
    }),
    decides: (decision, id, { when, then, exceptionTo, cites }) => {
      const every = 'everyOtherRule' in exceptionTo
      const parents: readonly Rule[] = every ? exceptionTo.and : exceptionTo
      return {
        is: 'rule',
        id,
        decision: decision.id,
        statements: cite(cites),
        exceptionTo: parents.map((parent) => parent.id),
        ...(every ? { beforeEveryOther: true } : {}),
        when,
        then,
      }
    },
    byDefault: (decision, id, then, cites) => ({
      is: 'rule',
      id,
      decision: decision.id,
      statements: cite(cites),
      exceptionTo: [],
      when: { op: 'all', of: [] },
      then,
    }),
  }
}

/** Takes the statement's text: written once, directly after its id. */
type Prose<Result> = (text: TemplateStringsArray) => Result

const prose = (text: TemplateStringsArray): string => text.join('').replace(/\s+/g, ' ').trim()

/**
 * A statement of the source text, in our words.
 *
 * @example const B4 = says('B4', 'red flag')`Pain that has lasted more than one month.`
 */
export function says(id: string, kind: Exclude<StatementKind, 'reading' | 'addition'>): Prose<Speaker> {
  return (text) => speaker({ id, kind, text: prose(text), differences: [], references: [] })
}

/**
 * An interpretation: how an ambiguous statement is read.
 *
 * @example const I1 = reads('I1')`"More than one month" is more than 30 days.`
 */
export function reads(id: string): Prose<Speaker> {
  return (text) => speaker({ id, kind: 'reading', text: prose(text), differences: [], references: [] })
}

/** An addition speaks only once it says what it rests on. */
export interface Unsupported {
  cites(reference: string, ...more: readonly string[]): Speaker
  /** No public document could be checked: printed as such. */
  unreferenced(): Speaker
}

/**
 * A safety addition over the source; it must say its reference before it can make rules.
 *
 * @example const X10 = adds('X10')`An inflammatory pattern raises …`.cites('NICE NG65')
 */
export function adds(id: string): Prose<Unsupported> {
  return (text) => {
    const make = (references: readonly string[]) =>
      speaker({ id, kind: 'addition', text: prose(text), differences: [], references })
    return {
      cites: (...references) => make(references),
      unreferenced: () => make(['clinical consensus, unreferenced']),
    }
  }
}

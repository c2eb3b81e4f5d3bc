import { type Leaf, walk } from '../language/condition.ts'
import { addDays, type CalendarDate, type TimeUnit, yearsBetween } from '../language/date.ts'
import type { FindingDefinition } from '../language/finding.ts'
import type { Protocol } from '../language/protocol.ts'
import { compile } from './compile.ts'
import { lookup } from './lookup.ts'
import type { Recorded, RecordedFindings } from './situation.ts'
import { situate } from './situation.ts'
import { limitValue, read, truthOf } from './truth.ts'

/** Chance as an argument: each call gives a number from 0 up to, but not including, 1. */
export type Chance = () => number

/**
 * Chance that repeats itself: the same seed gives the same numbers on every machine (mulberry32).
 *
 * @example seededChance(1)() === seededChance(1)() // true
 */
export function seededChance(seed: number): Chance {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * Makes a case that the vocabulary allows: findings as entered, which `readFindings` accepts. Every kind of patient has
 * a share (little known, all known, well, ill); quantities stand at and beside every limit they are compared with,
 * observations at and beside every window, and dates where the times counted from them meet a limit.
 *
 * @example generateCase(standard, seededChance(7), '2026-03-15') // { fever: { value: 'absent' }, … }
 */
export function generateCase(protocol: Protocol, chance: Chance, asOf: CalendarDate): RecordedFindings {
  const unrecorded = pick([0, 0, 0.05, 0.3, 0.9], chance)
  const ill = pick([0, 0, 0.005, 0.02, 0.1, 0.5], chance)
  const recorded: Record<string, Recorded> = {}
  for (const definition of protocol.findings) {
    // Tests are done less often than questions are asked.
    const share = definition.unrecorded === 'notDone' ? (1 + unrecorded) / 2 : unrecorded
    if (chance() < share) continue
    const value = chance() < 0.04 ? silence(definition, chance) : valueFor(definition, protocol, chance, asOf, ill)
    if (value !== undefined) recorded[definition.id] = { value, ...observation(definition, protocol, chance, asOf) }
  }
  return withoutImpossible(protocol, besideLimits(protocol, recorded, chance, asOf), asOf)
}

/**
 * Answers one finding that is not known, in a way that the vocabulary allows; undefined where this finding cannot be
 * answered beside what is recorded.
 *
 * @example answerUnknown(standard, {}, 'fever', seededChance(7), '2026-03-15') // { fever: { value: 'present' } }
 */
export function answerUnknown(
  protocol: Protocol,
  recorded: RecordedFindings,
  finding: string,
  chance: Chance,
  asOf: CalendarDate,
): RecordedFindings | undefined {
  const definition = lookup(protocol).findings.get(finding)
  if (!definition || isOverruled(definition, protocol, recorded)) return undefined
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const value = valueFor(definition, protocol, chance, asOf, 0.5)
    if (value === undefined) return undefined
    const answered = { ...recorded, [finding]: { value } }
    if (impossibleIn(protocol, answered, asOf).size === 0) return answered
  }
  return undefined
}

const ATTEMPTS = 8

/** A date that would contradict the time that is recorded instead of it. */
function isOverruled({ id }: FindingDefinition, protocol: Protocol, recorded: RecordedFindings): boolean {
  return protocol.findings.some(
    (other) => other.kind === 'quantity' && other.elapsed?.from === id && typeof recorded[other.id]?.value === 'number',
  )
}

/**
 * Completes a case: answers every finding that is not known, one after the other, until none is left.
 *
 * @example situate(standard, completeCase(standard, {}, seededChance(7), '2026-03-15'), '2026-03-15') // nothing is notKnown
 */
export function completeCase(
  protocol: Protocol,
  recorded: RecordedFindings,
  chance: Chance,
  asOf: CalendarDate,
): RecordedFindings {
  let completed = recorded
  let situation = situate(protocol, completed, asOf)
  for (const finding of protocol.findings) {
    if (situation.get(finding.id)?.is !== 'notKnown') continue
    const asked = finding.kind === 'quantity' && finding.elapsed?.only ? finding.elapsed.from : finding.id
    completed = answerUnknown(protocol, completed, asked, chance, asOf) ?? completed
    situation = situate(protocol, completed, asOf)
  }
  return completed
}

function pick<Item>(items: readonly Item[], chance: Chance): Item {
  const item = items[Math.floor(chance() * items.length)]
  if (item === undefined) throw new RangeError('There is nothing to pick from.')
  return item
}

/** Said not to be known, or not to have been done. */
function silence(definition: FindingDefinition, chance: Chance): string | undefined {
  if (definition.kind === 'quantity' && definition.elapsed?.only) return undefined
  return definition.unrecorded === 'notDone' && chance() < 0.5 ? 'notDone' : 'notKnown'
}

/** A value; undefined for a time that is only counted. The first of several choices is the usual one of a well patient. */
function valueFor(
  definition: FindingDefinition,
  protocol: Protocol,
  chance: Chance,
  asOf: CalendarDate,
  ill: number,
): string | number | undefined {
  switch (definition.kind) {
    case 'sign':
      return chance() < ill ? 'present' : 'absent'
    case 'choice': {
      const [first, ...others] = definition.values.map(({ id }) => id)
      const anyOther = definition.unrecorded === 'notDone' || others.length < 2 ? 0.5 : Math.min(0.7, 0.02 + 3 * ill)
      return others.length > 0 && chance() < anyOther ? pick(others, chance) : first
    }
    case 'quantity':
      return definition.elapsed?.only ? undefined : quantityFor(definition, protocol, chance)
    case 'date':
      return dayFor(definition.id, protocol, chance, asOf)
  }
}

type Quantity = Extract<FindingDefinition, { readonly kind: 'quantity' }>

function quantityFor(definition: Quantity, protocol: Protocol, chance: Chance): number {
  const { minimum, maximum, decimals } = definition
  const values = edgesOf(protocol).quantities.get(definition.id) ?? []
  if (chance() < 0.5 && values.length > 0) return pick(values, chance)
  if (chance() < 0.05) return pick([minimum, maximum], chance)
  // Small values are commoner: days more than years, an age more than a lifetime.
  const share = definition.grows === 'd' ? chance() ** 12 : chance()
  return Math.min(maximum, Number((minimum + share * (maximum - minimum)).toFixed(decimals)))
}

/** The last value below a limit, the limit where it is a value, the first above. */
function beside(limit: number, { decimals, minimum, maximum }: Quantity): readonly number[] {
  const step = 10 ** -decimals
  const below = Math.floor(limit / step + 1e-9) * step
  return [below - step, below, below + step]
    .map((value) => Number(value.toFixed(decimals)))
    .filter((value) => value >= minimum && value <= maximum)
}

/** A day from which the times that are counted meet their limits, or some day before. */
function dayFor(id: string, protocol: Protocol, chance: Chance, asOf: CalendarDate): CalendarDate {
  const times = edgesOf(protocol).times.get(id) ?? []
  if (times.length === 0 || chance() < 0.3) return addDays(asOf, -Math.floor(chance() ** 4 * 30_000))
  const { value, unit } = pick(times, chance)
  // A birthday that was yesterday, is today, or comes tomorrow.
  const day = unit === 'a' ? yearsBefore(asOf, value) : addDays(asOf, -value * (unit === 'wk' ? 7 : 1))
  const moved = addDays(day, pick([-1, 0, 0, 1], chance))
  return moved < asOf ? moved : asOf
}

function yearsBefore(day: CalendarDate, years: number): CalendarDate {
  let earlier = addDays(day, -Math.floor(years * 365.25))
  while (yearsBetween(earlier, day) < years) earlier = addDays(earlier, -1)
  while (yearsBetween(addDays(earlier, 1), day) >= years) earlier = addDays(earlier, 1)
  return earlier
}

/** The day of observation: none (as of today), or as long ago as a window lasts, a day more, a day less. */
function observation(
  definition: FindingDefinition,
  protocol: Protocol,
  chance: Chance,
  asOf: CalendarDate,
): { readonly observedOn?: CalendarDate } {
  if (chance() < 0.6) return {}
  const windows = edgesOf(protocol).windows.get(definition.id) ?? []
  const ages = windows.length > 0 && chance() < 0.8 ? windows : [0, 1, 7, 14, 40]
  return { observedOn: addDays(asOf, -pick(ages, chance)) }
}

/** Where something changes: values at and beside limits, by finding. */
interface Edges {
  readonly quantities: ReadonlyMap<string, readonly number[]>
  /** By the date they are counted from. */
  readonly times: ReadonlyMap<string, readonly { readonly value: number; readonly unit: TimeUnit }[]>
  /** Days since the observation. */
  readonly windows: ReadonlyMap<string, readonly number[]>
}

const edges = new WeakMap<Protocol, Edges>()

function edgesOf(protocol: Protocol): Edges {
  const found = edges.get(protocol)
  if (found) return found
  const { parameters, findings } = lookup(protocol)
  const quantities = new Map<string, number[]>()
  const times = new Map<string, { value: number; unit: TimeUnit }[]>()
  const windows = new Map<string, number[]>()
  for (const leaf of leavesOf(protocol)) {
    const definition = findings.get(leaf.finding)
    if (leaf.op === 'within') {
      const days = parameters.get(leaf.days) ?? 0
      windows.set(leaf.finding, [...(windows.get(leaf.finding) ?? []), days - 1, days, days + 1])
    }
    if (leaf.op !== 'compare' || !('parameter' in leaf.limit) || definition?.kind !== 'quantity') continue
    const values = beside(parameters.get(leaf.limit.parameter) ?? 0, definition)
    quantities.set(leaf.finding, [...(quantities.get(leaf.finding) ?? []), ...values])
    const { elapsed } = definition
    if (elapsed)
      times.set(elapsed.from, [
        ...(times.get(elapsed.from) ?? []),
        ...values.map((value) => ({ value, unit: elapsed.unit })),
      ])
  }
  const made = { quantities, times, windows }
  edges.set(protocol, made)
  return made
}

/** The conditions that ask a finding, those that say when another finding applies included. */
function leavesOf(protocol: Protocol): readonly Leaf[] {
  const leaves = [...compile(protocol).atoms]
  for (const { appliesWhen } of protocol.findings)
    if (appliesWhen)
      walk(appliesWhen, (part) => {
        if ('finding' in part) leaves.push(part)
      })
  return leaves
}

/**
 * Takes out most findings that do not apply, and moves, half of the time, a quantity whose limit is taken from other
 * findings to that limit in this patient.
 */
function besideLimits(
  protocol: Protocol,
  recorded: Record<string, Recorded>,
  chance: Chance,
  asOf: CalendarDate,
): Record<string, Recorded> {
  const reading = { protocol, situation: situate(protocol, recorded, asOf), named: new Map() }
  const idle = protocol.findings.filter(
    ({ id, appliesWhen }) => appliesWhen && recorded[id] && truthOf(appliesWhen, reading) === false && chance() < 0.9,
  )
  const moved = without(recorded, new Set(idle.map(({ id }) => id)))
  for (const atom of compile(protocol).atoms) {
    if (atom.op !== 'compare' || 'parameter' in atom.limit) continue
    const definition = lookup(protocol).findings.get(atom.finding)
    const before = moved[atom.finding]
    if (definition?.kind !== 'quantity' || typeof before?.value !== 'number' || chance() < 0.5) continue
    const limit = limitValue(atom.limit, reading)
    const values = limit === undefined ? [] : beside(limit, definition)
    if (values.length > 0) moved[atom.finding] = { ...before, value: pick(values, chance) }
  }
  return moved
}

/** The same record without some findings; the very same where there are none to leave out. */
function without(recorded: Record<string, Recorded>, findings: ReadonlySet<string>): Record<string, Recorded> {
  if (findings.size === 0) return recorded
  return Object.fromEntries(Object.entries(recorded).filter(([finding]) => !findings.has(finding)))
}

/** Takes out what makes a combination impossible: every finding of the constraint that is broken, until none is. */
function withoutImpossible(
  protocol: Protocol,
  recorded: Record<string, Recorded>,
  asOf: CalendarDate,
): RecordedFindings {
  const broken = impossibleIn(protocol, recorded, asOf)
  return broken.size === 0 ? recorded : withoutImpossible(protocol, without(recorded, broken), asOf)
}

function impossibleIn(protocol: Protocol, recorded: RecordedFindings, asOf: CalendarDate): ReadonlySet<string> {
  const reading = read(protocol, situate(protocol, recorded, asOf))
  const findings = new Set<string>()
  for (const { impossible } of protocol.constraints)
    if (truthOf(impossible, reading) === true)
      walk(impossible, (part) => {
        if ('finding' in part) findings.add(part.finding)
      })
  return findings
}

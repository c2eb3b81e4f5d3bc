/** How an amount in one unit becomes an amount in another: `amount × times + plus`. */
interface Conversion {
  readonly times: number
  readonly plus?: number
}

/** The unit that a finding is kept in, and the units that people know it by (UCUM; the first is the kept one). */
const CONVERSIONS: Readonly<Record<string, Readonly<Record<string, Conversion>>>> = {
  d: { d: { times: 1 }, wk: { times: 7 }, mo: { times: 365.25 / 12 }, a: { times: 365.25 } },
  Cel: { Cel: { times: 1 }, '[degF]': { times: 5 / 9, plus: (-32 * 5) / 9 } },
}

/**
 * The units in which an amount may be given, the kept one first.
 *
 * @example unitsOf('Cel') // ['Cel', '[degF]']
 * @example unitsOf('mm/h') // ['mm/h']
 */
export function unitsOf(unit: string): readonly string[] {
  return Object.keys(CONVERSIONS[unit] ?? { [unit]: true })
}

/**
 * An amount in the unit that is kept, rounded to the decimals that are kept; nothing where the units do not fit.
 * A month is the twelfth part of a year: one is 30 days, two are 61.
 *
 * @example converted(6, 'wk', { unit: 'd', decimals: 0 }) // 42
 * @example converted(100.4, '[degF]', { unit: 'Cel', decimals: 1 }) // 38
 */
export function converted(
  amount: number,
  from: string,
  to: { readonly unit: string; readonly decimals: number },
): number | undefined {
  const known = CONVERSIONS[to.unit] ?? { [to.unit]: { times: 1 } }
  const conversion = Object.hasOwn(known, from) ? known[from] : undefined
  if (conversion === undefined || !Number.isFinite(amount)) return undefined
  const { times, plus = 0 } = conversion
  return Number((amount * times + plus).toFixed(to.decimals))
}

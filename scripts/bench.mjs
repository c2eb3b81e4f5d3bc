// `npm run bench [-- PART …]`: times the parts of scripts/bench/, all or those named, and prints a table for each.
// Contestants of one table run in turns, several rounds, so that what else the machine does hits all alike; the best round
// of each counts. Compare rows of one table with each other, not with another day's.
//
// To add a part: a module in scripts/bench/ that exports `title` and `contestants()`, which answers (or promises) a list of
// `{ name, units, unit, work, note? }`: `work()` does `units` of `unit` once.
import { readdirSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { SetupFailure, setUp } from './setup.mjs'

/**
 * @typedef {object} Contestant
 * @property {string} name what is timed
 * @property {number} units how many it does in one go
 * @property {string} unit of what: `case`, `event`
 * @property {() => unknown} work does them once
 * @property {string} [note] what to compare it with
 * @typedef {{ title: string, contestants: () => Contestant[] | Promise<Contestant[]> }} Part
 */

// Many short rounds: the best of them is one in which nothing else was given the core.
const ROUNDS = 80
const ROUND_MILLISECONDS = 12
const folder = fileURLToPath(new URL('./bench/', import.meta.url))

/** @param {Contestant} contestant @returns {number} nanoseconds a unit, over one round */
function round({ work, units }) {
  const start = performance.now()
  let times = 0
  let elapsed = 0
  do {
    work()
    times += 1
    elapsed = performance.now() - start
  } while (elapsed < ROUND_MILLISECONDS)
  return (elapsed * 1e6) / (times * units)
}

/** @param {readonly Contestant[]} contestants @returns {number[]} the best of each */
function race(contestants) {
  const best = contestants.map(() => Number.POSITIVE_INFINITY)
  for (let turn = 0; turn < ROUNDS; turn += 1)
    contestants.forEach((contestant, index) => {
      best[index] = Math.min(best[index] ?? Number.POSITIVE_INFINITY, round(contestant))
    })
  return best
}

/** @param {number} nanoseconds */
function rate(nanoseconds) {
  const aSecond = 1e9 / nanoseconds
  if (aSecond >= 1e6) return `${(aSecond / 1e6).toFixed(1)} M/s`
  return aSecond >= 1e4 ? `${(aSecond / 1e3).toFixed(0)} k/s` : `${aSecond.toFixed(0)} /s`
}

/** @param {number} nanoseconds */
function duration(nanoseconds) {
  return nanoseconds >= 1e3 ? `${(nanoseconds / 1e3).toFixed(1)} µs` : `${nanoseconds.toFixed(1)} ns`
}

/** @param {readonly (readonly string[])[]} rows */
function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
}

const wanted = process.argv.slice(2)
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => basename(file, '.mjs'))
const unknown = wanted.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}; there are ${names.join(', ')}.`)
  process.exit(2)
}

try {
  if (!process.env.PLUMBLINE_IS_BUILT) await setUp({ build: 'code' })
} catch (error) {
  if (!(error instanceof SetupFailure)) throw error
  console.error(error.message)
  process.exit(error.exitCode)
}
console.log(`Node ${process.version}, ${cpus()[0]?.model ?? 'processor not known'}, ${cpus().length} cores`)
console.log(`load before the run: ${loadavg()[0]?.toFixed(1)} (figures of a busy machine are too low)`)
for (const name of names.filter((each) => wanted.length === 0 || wanted.includes(each))) {
  /** @type {Part} */
  const part = await import(pathToFileURL(join(folder, `${name}.mjs`)).href)
  const contestants = await part.contestants()
  const best = race(contestants)
  const [first = Number.NaN] = best
  console.log(`\n${part.title}`)
  table([
    ['', 'rate', 'each', 'against the first', ''],
    ...contestants.map(({ name: label, unit, note = '' }, index) => {
      const nanoseconds = best[index] ?? Number.NaN
      const times = first / nanoseconds
      return [
        label,
        rate(nanoseconds),
        `${duration(nanoseconds)} a ${unit}`,
        `× ${times >= 10 ? times.toFixed(0) : times.toFixed(2)}`,
        note,
      ]
    }),
  ])
}

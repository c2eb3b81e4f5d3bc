import { reviewWindowOf, snapshotOf } from '../care/decision-snapshot.ts'
import type { CarePayloads } from '../care/events.ts'
import { careEventFrom } from '../care/events.ts'
import { decide, referenceTo } from '../evaluate/decide.ts'
import { canonicalJson } from '../record/chain.ts'
import type { EventRecord } from '../record/contract.ts'
import { readKeptVersions } from '../service/protocol/adoptions.ts'
import { builtInVersion, type ProtocolVersion, versionReference } from '../service/protocol/version.ts'
import type { Output } from './output.ts'

const DIFFERS = 3

/**
 * `plumbline audit replay`: takes every signed decision, decides again on what was recorded at signing (findings, day)
 * under the very version of the protocol that its hash names, and compares the result byte for byte, as canonical JSON,
 * with what was recorded. It names episodes and members, never patients or values.
 *
 * @returns 0, or 3 where a decision differs or cannot be made again
 * @example await replaySigned({ record, protocol }, output) // prints '12 signed decisions: 12 made again byte for byte …'
 */
export async function replaySigned(
  { record, protocol }: { readonly record: EventRecord; readonly protocol: EventRecord },
  output: Output,
): Promise<number> {
  const kept = await readKeptVersions(protocol)
  const versions = new Map<string, ProtocolVersion | undefined>([
    [versionReference(builtInVersion).hash, builtInVersion],
  ])
  const versionOf = (hash: string): ProtocolVersion | undefined => {
    if (!versions.has(hash)) versions.set(hash, kept(hash))
    return versions.get(hash)
  }
  let [signed, same] = [0, 0]
  for await (const stored of record.readAll()) {
    const event = careEventFrom(stored)
    if (event.type !== 'signed') continue
    signed += 1
    const reason = whyNotTheSame(event.payload, versionOf)
    if (reason === undefined) same += 1
    else await output.write(`${event.episodeId} event ${event.sequence}, as of ${event.payload.asOf}: ${reason}.\n`)
  }
  await output.write(
    `${signed} signed decisions: ${same} made again byte for byte as they were recorded, ${signed - same} not.\n`,
  )
  return same === signed ? 0 : DIFFERS
}

type Signed = CarePayloads['signed']

function whyNotTheSame(
  { findings, asOf, decision, protocol, reviewWindow }: Signed,
  versionOf: (hash: string) => ProtocolVersion | undefined,
): string | undefined {
  try {
    const version = versionOf(protocol.hash)
    if (version === undefined)
      return `the version that it was signed under, ${protocol.version} ${protocol.hash.slice(0, 12)}, is not kept whole`
    const { standard } = version
    const again = {
      decision: snapshotOf(decide(standard, findings, asOf, { withChanges: false })),
      protocol: referenceTo(standard),
      reviewWindow: reviewWindowOf(standard),
    }
    const difference = firstDifference('', asJson({ decision, protocol, reviewWindow }), asJson(again))
    return difference === undefined ? undefined : `${difference} is not what these findings give on that day`
  } catch (error) {
    return `it cannot be decided again (${error instanceof Error ? error.name : 'not known why'})`
  }
}

/** As the record keeps it: what is undefined is not there. */
const asJson = (value: object): unknown => JSON.parse(JSON.stringify(value))

/** The path of the first member whose canonical JSON differs. */
function firstDifference(path: string, recorded: unknown, again: unknown): string | undefined {
  if (isSame(recorded, again)) return undefined
  if (!isObject(recorded) || !isObject(again)) return path
  const members = [...new Set([...Object.keys(recorded), ...Object.keys(again)])].sort()
  const member = members.find((each) => !isSame(recorded[each], again[each]))
  return member === undefined
    ? path
    : firstDifference(path === '' ? member : `${path}.${member}`, recorded[member], again[member])
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === undefined || other === undefined) return one === other
  return canonicalJson(one as never) === canonicalJson(other as never)
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

import { snapshotOf } from '../care/decision-snapshot.ts'
import { type CareEvent, careEventFrom, type DecisionSnapshot } from '../care/events.ts'
import { foldHistory } from '../care/history.ts'
import { decide, referenceTo } from '../evaluate/decide.ts'
import { readFindings } from '../evaluate/read-findings.ts'
import type { ProtocolReference } from '../evaluate/result.ts'
import type { Protocol } from '../language/protocol.ts'
import { openRecord } from '../record/record.ts'
import type { Output } from './output.ts'
import { protocolNamed } from './protocol-file.ts'

/** How `plumbline replay` was asked. */
export interface ReplayOptions {
  /** The record's file. */
  readonly record: string
  /** What `protocolNamed` takes. */
  readonly protocol: string
  readonly json: boolean
}

/** One decision that was signed, and what the other protocol would have said on the same findings of the same day. */
interface Replayed {
  readonly episodeId: string
  readonly sequence: number
  readonly asOf: string
  readonly signedUnder: ProtocolReference
  /** The last of its episode, which is neither closed nor voided: what stands now. */
  readonly isOpen: boolean
  /** Codes of findings that the other protocol does not take; such a decision cannot be replayed. */
  readonly refused: readonly string[]
  readonly changes: readonly { readonly decision: string; readonly before: string; readonly after: string }[]
}

/**
 * `plumbline replay`: decides every signed decision of a record again under another protocol, and lists those that would
 * change: urgency, and what is asked for; not advice. It names episodes, never patients or findings.
 *
 * @example await replay({ record: '.plumbline/record.sqlite', protocol: 'standard', json: false }, output) // 0
 */
export async function replay({ record: path, protocol: name, json }: ReplayOptions, output: Output): Promise<number> {
  const protocol = await protocolNamed(name)
  const record = await openRecord({ path, readOnly: true })
  const episodes = new Map<string, CareEvent[]>()
  try {
    for await (const stored of record.readAll()) {
      const event = careEventFrom(stored)
      const events = episodes.get(event.episodeId)
      if (events) events.push(event)
      else episodes.set(event.episodeId, [event])
    }
  } finally {
    await record.close()
  }
  const replayed = [...episodes.values()].flatMap((events) => replayEpisode(events, protocol))
  const changed = replayed.filter(({ changes, refused }) => changes.length > 0 || refused.length > 0)
  if (json)
    await output.write(
      `${JSON.stringify({ protocol: referenceTo(protocol), episodes: episodes.size, decisions: replayed.length, changed }, undefined, 2)}\n`,
    )
  else await output.write(`${textOf(changed, replayed, episodes.size, protocol)}\n`)
  return 0
}

function replayEpisode(events: readonly CareEvent[], protocol: Protocol): readonly Replayed[] {
  const history = foldHistory(events)
  const isDone = history.closed !== undefined || history.voided !== undefined
  return history.signed.map(({ sequence, asOf, findings, decision, protocol: signedUnder }, index) => {
    const read = readFindings(protocol, findings, asOf)
    return {
      episodeId: history.episodeId,
      sequence,
      asOf,
      signedUnder,
      isOpen: !isDone && index === history.signed.length - 1,
      refused: read.ok ? [] : read.problems.map(({ code, path }) => `${code} (${path})`),
      changes: read.ok ? changesBetween(decision, snapshotOf(decide(protocol, read.findings, asOf))) : [],
    }
  })
}

function changesBetween(before: DecisionSnapshot, after: DecisionSnapshot): Replayed['changes'] {
  const [was, is] = [answersOf(before), answersOf(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((decision) => {
    const [from, to] = [was.get(decision) ?? 'nothing asked', is.get(decision) ?? 'nothing asked']
    return from === to ? [] : [{ decision, before: from, after: to }]
  })
}

function answersOf({ urgency, actions }: DecisionSnapshot): ReadonlyMap<string, string> {
  return new Map([
    ['urgency', urgency.level],
    ...actions.filter(({ kind }) => kind !== 'advice').map(({ decision, outcome }) => [decision, outcome] as const),
  ])
}

function textOf(changed: readonly Replayed[], all: readonly Replayed[], episodes: number, protocol: Protocol): string {
  const { name, version, layer, hash } = referenceTo(protocol)
  const open = changed.filter(({ isOpen }) => isOpen).length
  return [
    ...changed.flatMap(({ episodeId, sequence, asOf, signedUnder, isOpen, refused, changes }) => [
      `${episodeId} event ${sequence}, as of ${asOf}${isOpen ? ', open' : ''}, signed under ${signedUnder.version} ${signedUnder.layer} ${signedUnder.hash.slice(0, 12)}`,
      ...refused.map((code) => `  cannot be decided: ${code}`),
      ...changes.map(({ decision, before, after }) => `  ${decision}: ${before} → ${after}`),
    ]),
    ...(changed.length > 0 ? [''] : []),
    `${all.length} signed decisions of ${episodes} episodes decided again under ${name} ${version}, ${layer}, ${hash.slice(0, 12)}: ` +
      `${changed.length} would change, ${open} of them of open episodes.`,
  ].join('\n')
}

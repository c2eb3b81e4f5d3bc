import type { Redecided } from '../care/episode.ts'
import { careEventFrom } from '../care/events.ts'
import { foldHistory } from '../care/history.ts'
import { redecided } from '../care/protocol-change.ts'
import { referenceTo } from '../evaluate/decide.ts'
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
interface Replayed extends Pick<Redecided, 'ignored' | 'refused'> {
  readonly episodeId: string
  readonly sequence: number
  readonly asOf: string
  readonly signedUnder: ProtocolReference
  /** The last of its episode, which is neither closed nor voided: what stands now. */
  readonly isOpen: boolean
  /** By decision: the outcome and its statements under either. */
  readonly changes: readonly {
    readonly decision: string
    readonly before: string
    readonly after: string
    readonly statementsBefore: readonly string[]
    readonly statementsAfter: readonly string[]
  }[]
}

interface Counts {
  episodes: number
  decisions: number
  changed: number
  open: number
}

/**
 * `plumbline replay`: decides every signed decision of a record again under another protocol, and lists those that would
 * change: urgency, and what is asked for; not advice. It names episodes, never patients or findings' values. Episodes are
 * read one by one and written as they are found, so that a record of any length fits.
 *
 * @example await replay({ record: '.plumbline/record.sqlite', protocol: 'standard', json: false }, output) // 0
 */
export async function replay({ record: path, protocol: name, json }: ReplayOptions, output: Output): Promise<number> {
  const protocol = await protocolNamed(name)
  const record = await openRecord({ path, readOnly: true })
  const counts: Counts = { episodes: 0, decisions: 0, changed: 0, open: 0 }
  const write = json ? asJson(output, protocol) : asText(output, protocol)
  try {
    await write.begin()
    for await (const { sequence, episodeId } of record.readAll()) {
      if (sequence !== 1) continue
      counts.episodes += 1
      for (const each of replayEpisode((await record.readEpisode(episodeId)).map(careEventFrom), protocol)) {
        counts.decisions += 1
        if (each.changes.length + each.refused.length === 0) continue
        counts.changed += 1
        counts.open += each.isOpen ? 1 : 0
        await write.one(each, counts.changed === 1)
      }
    }
  } finally {
    await record.close()
  }
  await write.end(counts)
  return 0
}

function replayEpisode(events: Parameters<typeof foldHistory>[0], protocol: Protocol): readonly Replayed[] {
  const history = foldHistory(events)
  const isDone = history.closed !== undefined || history.voided !== undefined
  return history.signed.map((signed, index) => {
    const { changes, ignored, refused } = redecided(signed, protocol)
    return {
      episodeId: history.episodeId,
      sequence: signed.sequence,
      asOf: signed.asOf,
      signedUnder: signed.protocol,
      isOpen: !isDone && index === history.signed.length - 1,
      ignored,
      refused,
      changes: changes.map(({ decision, before, after }) => ({
        decision,
        before: before.outcome ?? NOTHING,
        after: after.outcome ?? NOTHING,
        statementsBefore: before.statements,
        statementsAfter: after.statements,
      })),
    }
  })
}

const NOTHING = 'nothing asked'

interface Writer {
  begin(): Promise<void>
  one(replayed: Replayed, isFirst: boolean): Promise<void>
  end(counts: Counts): Promise<void>
}

/** One JSON document, written as it comes. */
function asJson(output: Output, protocol: Protocol): Writer {
  return {
    begin: () => output.write(`{"protocol":${JSON.stringify(referenceTo(protocol))},"changed":[`),
    one: (replayed, isFirst) => output.write(`${isFirst ? '' : ','}\n${JSON.stringify(replayed)}`),
    end: ({ episodes, decisions, changed, open }) =>
      output.write(
        `\n],"episodes":${episodes},"decisions":${decisions},"wouldChange":${changed},"ofOpenEpisodes":${open}}\n`,
      ),
  }
}

function asText(output: Output, protocol: Protocol): Writer {
  const { name, version, layer, hash } = referenceTo(protocol)
  return {
    begin: async () => undefined,
    one: (replayed) => output.write(`${linesOf(replayed).join('\n')}\n`),
    end: ({ episodes, decisions, changed, open }) =>
      output.write(
        `${changed > 0 ? '\n' : ''}${decisions} signed decisions of ${episodes} episodes decided again under ` +
          `${name} ${version}, ${layer}, ${hash.slice(0, 12)}: ${changed} would change, ${open} of them of open episodes.\n`,
      ),
  }
}

function linesOf({ episodeId, sequence, asOf, signedUnder, isOpen, ignored, refused, changes }: Replayed) {
  const cited = (statements: readonly string[]) => (statements.length > 0 ? ` (${statements.join(', ')})` : '')
  return [
    `${episodeId} event ${sequence}, as of ${asOf}${isOpen ? ', open' : ''}, signed under ${signedUnder.version} ${signedUnder.layer} ${signedUnder.hash.slice(0, 12)}`,
    ...(refused.length > 0 ? [`  cannot be decided, since it does not take: ${refused.join(', ')}`] : []),
    ...(ignored.length > 0 ? [`  decided without what it does not ask: ${ignored.join(', ')}`] : []),
    ...changes.map(
      ({ decision, before, after, statementsBefore, statementsAfter }) =>
        `  ${decision}: ${before}${cited(statementsBefore)} → ${after}${cited(statementsAfter)}`,
    ),
  ]
}

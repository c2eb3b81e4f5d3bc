import { all, any, named, not } from '../../src/language/condition.ts'
import { advice, decision } from '../../src/language/decision.ts'
import { choice, parameters, quantity, sign, vocabulary } from '../../src/language/finding.ts'
import { assemble, type Protocol } from '../../src/language/protocol.ts'
import { says } from '../../src/language/statement.ts'

const words = (label: string) => ({ label, group: 'all', question: `${label}?`, why: 'for the test', serves: ['B1'] })

/** What two versions may differ in. */
export interface Version {
  readonly longDays: number
  readonly currentDays: number
  /** The second version also asks whether the deficit is new. */
  readonly asksNew: boolean
}

/** Few findings, of every kind: small enough to be enumerated by hand, and every number by brute force. */
export function tinyProtocol({ longDays, currentDays, asksNew }: Version): Protocol {
  const limits = parameters({
    longDays: { label: 'long', value: longDays, unit: 'd', statement: 'B1' },
    currentDays: { label: 'current', value: currentDays, unit: 'd', statement: 'B1' },
  })
  const main = vocabulary({
    fever: sign(words('fever')),
    weakness: sign(words('weakness')),
    cancer: choice({ never: 'never', past: 'past', current: 'current' }, words('cancer')),
    days: quantity({ unit: 'd', minimum: 0, maximum: 60, ...words('days') }),
    scan: choice({ normal: 'normal', lesion: 'lesion' }, { ...words('scan'), unrecorded: 'notDone' }),
  })
  const extra = vocabulary({
    isNew: sign({ ...words('new'), appliesWhen: main.terms.weakness.present }),
  })
  const { fever, weakness, cancer, days, scan } = main.terms
  const redFlag = named('redFlag', 'a red flag', { shows: 'red flag' })
  const urgency = decision('urgency', 'Urgency', 'urgency', {
    routine: { label: 'Routine' },
    soon: { label: 'Soon' },
    urgent: { label: 'Urgent' },
  })
  const order = decision('scan', 'Scan', 'order', {
    none: { label: 'no scan' },
    recommended: { label: 'Scan', stance: 'recommended' },
  })
  const note = advice('note', 'Note', 'Keep warm')
  const B1 = says('B1', 'red flag')`Fever, present cancer, or long pain.`
  const B2 = says('B2', 'rule')`A red flag is soon and needs a scan.`
  const B3 = says('B3', 'rule')`Weakness with another flag is urgent.`
  const routine = B2.byDefault(urgency, 'routine', 'routine')
  const soon = B2.decides(urgency, 'soonForFlag', { exceptionTo: [routine], when: redFlag, then: 'soon' })
  const noScan = B2.byDefault(order, 'noScan', 'none')
  const noNote = B2.byDefault(note, 'noNote', 'none')
  const chapter = {
    B1,
    B2,
    B3,
    flag: B1.defines(redFlag, 'anyFlag', 'a flag', {
      when: any(fever.present, cancer.is('current'), days.above(limits.longDays), all(scan.is('lesion'))),
    }),
    routine,
    soon,
    urgent: B3.decides(urgency, 'urgentForWeakness', {
      exceptionTo: [routine, soon],
      when: asksNew ? all(redFlag, weakness.present, extra.terms.isNew.present) : all(redFlag, weakness.present),
      then: 'urgent',
    }),
    noScan,
    scanFirst: B2.decides(order, 'scanForFlag', {
      exceptionTo: [noScan],
      when: all(redFlag, not(scan.within(limits.currentDays))),
      then: 'recommended',
    }),
    noNote,
    warm: B2.decides(note, 'noteForFever', { exceptionTo: [noNote], when: fever.present, then: 'say' }),
  }
  return assemble({
    name: 'tiny',
    version: asksNew ? '2' : '1',
    layer: 'tiny',
    parameters: limits,
    findings: asksNew ? [...main.definitions, ...extra.definitions] : main.definitions,
    constraints: [
      {
        id: 'noFeverInLongPain',
        impossible: all(fever.present, days.above(limits.longDays), cancer.is('past')),
        because: 'it cannot be',
      },
    ],
    conditions: [redFlag],
    decisions: [urgency, order, note],
    chapters: [chapter],
    nextSteps: [],
  })
}

/** An ordinary patient of the tiny protocol. */
export const tinyOrdinary = { days: 7, cancer: ['never'] } as const

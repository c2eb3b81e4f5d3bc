import { Button } from '@mantine/core'
import { useContext } from 'react'
import { wordsFor } from '../../evaluate/explain.ts'
import type { Recorded, RecordedFindings } from '../../evaluate/situation.ts'
import type { Provenance } from '../../fhir/in/ledger.ts'
import type { RecordReading } from '../../fhir/in/read-record.ts'
import { dateWords } from '../dates.ts'
import { definitionOf } from '../findings/definition.ts'
import { t } from '../strings/t.ts'
import { capitalised } from '../strings/words.ts'
import { readFrom } from './confirmed.ts'
import { SourceContext, useRecordHere } from './opened.ts'

/** One thing that the other record says to a question. */
export interface Proposal {
  readonly is: 'said' | 'patientSaid'
  readonly answer: Recorded
  readonly from: readonly Provenance[]
}

/** Who it is comes from registration, which was compared by a person. */
const registered = ['birthDate', 'sexAtBirth']

/**
 * What the other record says, by question. None of it is a finding until a clinician confirms it.
 *
 * @example proposals(reading).get('fever')?.[0]?.answer // { value: 'present', observedOn: '2026-08-12' }
 */
export function proposals(reading: RecordReading): ReadonlyMap<string, readonly Proposal[]> {
  const found = new Map<string, readonly Proposal[]>()
  for (const [id, { value, observedOn }] of Object.entries(reading.findings)) {
    if (registered.includes(id)) continue
    const from = reading.lines.filter((line) => line.taken && line.finding === id)
    found.set(id, [{ is: 'said', answer: { value, ...(observedOn ? { observedOn } : {}) }, from }])
  }
  for (const each of reading.toConfirm) {
    const { finding, value, observedOn } = each
    const proposal: Proposal = {
      is: 'patientSaid',
      answer: { value, ...(observedOn ? { observedOn } : {}) },
      from: [each],
    }
    found.set(finding, [...(found.get(finding) ?? []), proposal])
  }
  return found
}

const isAnswered = (recorded: Recorded | undefined): boolean =>
  recorded !== undefined && recorded.value !== 'notKnown' && recorded.value !== 'notDone'

/**
 * How many questions have an answer in the other record that nobody has answered here.
 *
 * @example waiting(reading, {}) // 3
 */
export function waiting(reading: RecordReading, recorded: RecordedFindings): number {
  const isOpen = ([id, all]: [string, readonly Proposal[]]): boolean =>
    !isAnswered(recorded[id]) && all.some(({ answer }) => recorded[id]?.value !== answer.value)
  return [...proposals(reading)].filter(isOpen).length
}

/**
 * Questions that "None of these" leaves open: the other record says that there is something, or makes one ask.
 *
 * @example raisedBy(reading).has('fever') // true
 */
export function raisedBy(reading: RecordReading | undefined): ReadonlySet<string> {
  if (reading === undefined) return new Set()
  const said = [...proposals(reading)].filter(([, all]) => all.some(({ answer }) => answer.value !== 'absent'))
  return new Set([...said.map(([id]) => id), ...reading.questions.flatMap(({ findings }) => findings)])
}

/** Beside a question: what the other record says, with where it stands there, to be confirmed with one press. */
export function FromRecord({
  finding,
  label,
  recorded,
  onAnswer,
}: {
  readonly finding: string
  readonly label: string
  readonly recorded: Recorded | undefined
  readonly onAnswer: ((id: string, answer: Recorded) => void) | undefined
}) {
  const record = useRecordHere()
  const keepSource = useContext(SourceContext)
  if (!record) return null
  const { reading } = record
  /** Answers, and keeps where the answer stood: as it stands there now, whatever is changed there later. */
  const confirming = ({ from }: Proposal) =>
    onAnswer &&
    ((id: string, answer: Recorded): void => {
      onAnswer(id, answer)
      keepSource?.(id, { answer, from: readFrom(from, record) })
    })
  const said = proposals(reading).get(finding) ?? []
  const reports = reading.reports.filter((each) => each.finding === finding)
  const orders = reading.orders.filter((each) => each.finding === finding)
  const asks = reading.questions.filter(({ findings }) => findings.includes(finding))
  return (
    <>
      {said.map((proposal) => (
        <div className="patient-said from-record" key={`${proposal.is} ${proposal.answer.value}`}>
          <span>
            <strong>{t(`fromRecord.${proposal.is}`)}</strong> {valueWords(finding, proposal.answer.value)}
            {proposal.from.map((each) => (
              <span key={each.resource}> · {whereWords(each)}</span>
            ))}
          </span>
          <Settling proposal={proposal} {...{ finding, label, recorded, onAnswer: confirming(proposal) }} />
        </div>
      ))}
      {reports.map((report) => (
        <p className="patient-said from-record" key={report.resource}>
          <span>
            <strong>{t('fromRecord.report')}</strong> {whereWords(report)}
            {report.text === undefined ? null : <q className="from-record-text">{report.text}</q>}
          </span>
        </p>
      ))}
      {[...orders.map((each) => ['ordered', each] as const), ...asks.map((each) => ['asks', each] as const)].map(
        ([is, each]) => (
          <p className="patient-said from-record" key={`${is} ${each.resource}`}>
            <span>
              <strong>{t(`fromRecord.${is}`)}</strong> {whereWords(each)}
            </span>
          </p>
        ),
      )}
    </>
  )
}

function Settling({
  proposal: { answer },
  finding,
  label,
  recorded,
  onAnswer,
}: {
  readonly proposal: Proposal
  readonly finding: string
  readonly label: string
  readonly recorded: Recorded | undefined
  readonly onAnswer: ((id: string, answer: Recorded) => void) | undefined
}) {
  if (recorded?.value === answer.value) return <span className="muted">{t('fromRecord.confirmed')}</span>
  return (
    <>
      {isAnswered(recorded) ? <span className="muted">{t('fromRecord.otherwise')}</span> : null}
      {onAnswer ? (
        <Button
          variant="default"
          size="sm"
          onClick={() => onAnswer(finding, answer)}
          aria-label={t('fromRecord.confirmOf', { label })}
        >
          {t('fromRecord.confirm')}
        </Button>
      ) : null}
    </>
  )
}

/**
 * A value of a finding in the protocol's words.
 *
 * @example valueWords('fever', 'present') // 'Yes'
 */
export function valueWords(finding: string, value: string | number): string {
  const definition = definitionOf(finding)
  if (!definition) return String(value)
  if (value === 'notKnown')
    return definition.unrecorded === 'notDone' ? t('fromRecord.doneNotKnown') : t('questions.notKnown')
  if (definition.kind === 'date') return dateWords(String(value))
  if (definition.kind === 'sign' && (value === 'present' || value === 'absent'))
    return value === 'present' ? t('questions.yes') : t('questions.no')
  return capitalised(wordsFor(definition, value))
}

/**
 * Where something stands in the other record.
 *
 * @example whereWords({ resource: 'Condition/1', type: 'Condition', path: '', says: 'Fever', date: '2026-08-12' })
 *   // 'Condition “Fever”, 12-Aug-2026'
 */
export function whereWords({ type, says, resource, date }: Provenance): string {
  const parts = { type, says: says ?? resource }
  if (date === undefined) return t('fromRecord.whereUndated', parts)
  return t('fromRecord.where', { ...parts, date: /^\d{4}-\d{2}-\d{2}/.test(date) ? dateWords(date) : date })
}

import { Button } from '@mantine/core'
import { useState } from 'react'
import { answersResponse, draftOrders, type WrittenBack, writtenKey } from '../../fhir/out/written-back.ts'
import type { EpisodeView } from '../../service/api/episode.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { chooseEpisode, usePatient } from '../patients/use-patient.ts'
import { standard } from '../protocol/adopted.ts'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import type { OpenedRecord } from './opened.ts'
import { WhoUsesIt } from './record-banner.tsx'

/** One thing that can be written there. */
interface Offer {
  readonly label: string
  readonly key: string
  readonly resource: { readonly resourceType: string }
}

/** What a clinician has signed here, to be written into the other record: each by a choice, and only where it gave leave. */
export function WriteBack({ record }: { readonly record: OpenedRecord }) {
  const { role } = useSession().person
  const { data, error, refetch } = usePatient(record.patientId)
  const view = data && chooseEpisode(data.episodes, null)
  return (
    <section className="card stack">
      <h2>{t('record.write', { name: record.name })}</h2>
      <FailureNotice error={error} onRetry={() => void refetch()} />
      {record.writes.length === 0 ? (
        <p>{t('record.writeNone')}</p>
      ) : !record.isBound ? (
        <WhoUsesIt record={record} />
      ) : role !== 'clinician' ? (
        <p>{t('record.writeClinician')}</p>
      ) : view ? (
        <Offers key={view.sequence} record={record} view={view} />
      ) : null}
    </section>
  )
}

function Offers({ record, view }: { readonly record: OpenedRecord; readonly view: EpisodeView }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [written, setWritten] = useState<ReadonlySet<string>>(new Set())
  const [failed, setFailed] = useState<readonly string[]>([])
  const [isBusy, setBusy] = useState(false)
  const offers = offersOf(record, view)
  if (offers === undefined) return <p>{t('record.writeUnsigned')}</p>
  if (offers.length === 0) return <p>{t('record.writeNothing')}</p>
  const write = async (): Promise<void> => {
    setBusy(true)
    const results = await Promise.all(
      offers
        .filter(({ key }) => chosen.has(key) && !written.has(key))
        .map((offer) =>
          record.write(offer.resource, offer.key).then(
            () => ({ offer, isWritten: true }),
            () => ({ offer, isWritten: false }),
          ),
        ),
    )
    setWritten(new Set([...written, ...results.filter((each) => each.isWritten).map(({ offer }) => offer.key)]))
    setFailed(results.filter((each) => !each.isWritten).map(({ offer }) => offer.label))
    setBusy(false)
  }
  const toggle = (key: string, isChosen: boolean): void => {
    const rest = [...chosen].filter((each) => each !== key)
    setChosen(new Set(isChosen ? [...rest, key] : rest))
  }
  const isDone = offers.filter(({ key }) => written.has(key)).map(({ label }) => label)
  return (
    <>
      <p>{t('record.writeLead')}</p>
      <ul className="plain-list">
        {offers.map(({ key, label }) => (
          <li key={key}>
            <label className="check">
              <input
                type="checkbox"
                checked={chosen.has(key)}
                disabled={written.has(key) || isBusy}
                onChange={(event) => toggle(key, event.currentTarget.checked)}
              />
              {label}
            </label>
          </li>
        ))}
      </ul>
      <div>
        <Button
          variant="filled"
          loading={isBusy}
          disabled={![...chosen].some((key) => !written.has(key))}
          onClick={() => void write()}
        >
          {t('record.send')}
        </Button>
      </div>
      <p role="status">{isDone.length > 0 ? t('record.sent', { what: isDone.join('; ') }) : null}</p>
      {failed.length > 0 ? (
        <p className="fault" role="alert">
          {t('record.failed', { what: failed.join('; ') })}
        </p>
      ) : null}
    </>
  )
}

/** What may be written of the last signature; nothing where that is not how things stand now. */
function offersOf(record: OpenedRecord, view: EpisodeView): readonly Offer[] | undefined {
  const { state } = view
  const signed = state.signed.at(-1)
  if (!signed || signed.unsettledBy || state.unsigned.length > 0 || state.voided) return undefined
  const what: WrittenBack = {
    signed,
    protocol: standard,
    patientId: view.patientId,
    episodeId: view.episodeId,
    subject: `Patient/${record.thereId}`,
    ...(record.author === undefined ? {} : { author: record.author }),
  }
  const answers = answersResponse(what)
  const all: readonly Offer[] = [
    { label: t('record.answers'), key: writtenKey(answers), resource: answers },
    ...draftOrders(what).map((order) => ({
      label: order.code?.text ?? '',
      key: writtenKey(order),
      resource: order,
    })),
  ]
  return all.filter(({ resource }) => record.writes.includes(resource.resourceType))
}

import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { AuditFile, AuditFilter, AuditPage } from '../../service/api/audit.ts'
import type { PatientSummary } from '../../service/api/patient.ts'
import { send } from '../api.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { useOwnQuery } from '../frame/own-query.ts'
import { Page } from '../frame/page.tsx'
import { patientName } from '../patients/banner.tsx'
import { FindOther } from '../patients/find-other.tsx'
import { useStaff } from '../patients/use-patient.ts'
import { t } from '../strings/t.ts'
import { Chains } from './chains.tsx'
import { Entries } from './entries.tsx'

const WHATS = ['read', 'changed', 'refused'] as const
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** What the page's own address says is looked for: all but the patient, who is in no address. */
function filterOf(search: URLSearchParams): AuditFilter {
  const day = (name: string): string | undefined =>
    DAY.test(search.get(name) ?? '') ? (search.get(name) ?? undefined) : undefined
  const [actorId, from, to] = [search.get('person') ?? undefined, day('from'), day('to')]
  const what = WHATS.find((each) => each === search.get('show'))
  return {
    ...(actorId ? { actorId } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(what ? { what } : {}),
  }
}

/** Who saw and did what, for the auditor: chosen, read and taken out; and whether anything is missing. */
export default function AuditScreen() {
  const [search, choose] = useOwnQuery()
  const [patient, setPatient] = useState<PatientSummary>()
  const filter: AuditFilter = { ...filterOf(search), ...(patient ? { patientId: patient.patientId } : {}) }
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) =>
      send<AuditPage>('POST', '/api/audit/search', { ...filter, ...(pageParam ? { before: pageParam } : {}) }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next ?? undefined,
    // Each look is an entry: it is looked when somebody asks.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  return (
    <Page title={t('audit.title')}>
      <p className="wide-text">{t('audit.lead')}</p>
      <Filters search={search} onChoose={choose} />
      <div className="audit">
        <OnePatient patient={patient} onChoose={setPatient} />
        <FailureNotice error={error} onRetry={() => void refetch()} />
        <div className="row">
          <Button variant="default" disabled={isFetching} onClick={() => void refetch()}>
            {t('audit.again')}
          </Button>
          <Download filter={filter} />
        </div>
        {data ? (
          <Entries entries={data.pages.flatMap(({ entries }) => entries)} isMore={hasNextPage} />
        ) : error ? null : (
          <p role="status">{t('app.loading')}</p>
        )}
        {hasNextPage ? (
          <Button variant="default" disabled={isFetching} onClick={() => void fetchNextPage()}>
            {t('audit.more')}
          </Button>
        ) : null}
        <Chains />
      </div>
    </Page>
  )
}

function Filters({
  search,
  onChoose,
}: {
  readonly search: URLSearchParams
  readonly onChoose: (name: string, value: string | undefined) => void
}) {
  const staff = useStaff().data ?? []
  const ids = { person: useId(), show: useId(), from: useId(), to: useId(), days: useId() }
  return (
    <div className="filters">
      <div>
        <label htmlFor={ids.person}>{t('audit.person')}</label>
        <select
          id={ids.person}
          className="input"
          value={search.get('person') ?? ''}
          onChange={(event) => onChoose('person', event.currentTarget.value || undefined)}
        >
          <option value="">{t('audit.everybody')}</option>
          <option value="nobody">{t('audit.nobody')}</option>
          {staff.map(({ id, displayName }) => (
            <option key={id} value={id}>
              {displayName}
            </option>
          ))}
        </select>
      </div>
      <div>
        <label htmlFor={ids.show}>{t('audit.what')}</label>
        <select
          id={ids.show}
          className="input"
          value={search.get('show') ?? ''}
          onChange={(event) => onChoose('show', event.currentTarget.value || undefined)}
        >
          <option value="">{t('audit.whats.all')}</option>
          {WHATS.map((each) => (
            <option key={each} value={each}>
              {t(`audit.whats.${each}`)}
            </option>
          ))}
        </select>
      </div>
      {(['from', 'to'] as const).map((name) => (
        <div key={name}>
          <label htmlFor={ids[name]}>{t(`audit.${name}`)}</label>
          <input
            id={ids[name]}
            className="input"
            type="date"
            aria-describedby={ids.days}
            value={search.get(name) ?? ''}
            onChange={(event) => onChoose(name, event.currentTarget.value || undefined)}
          />
        </div>
      ))}
      <p id={ids.days} className="muted">
        {t('audit.days')}
      </p>
    </div>
  )
}

/** Whose entries alone are shown: chosen by a search, held by the page, in no address. */
function OnePatient({
  patient,
  onChoose,
}: {
  readonly patient: PatientSummary | undefined
  readonly onChoose: (patient: PatientSummary | undefined) => void
}) {
  const [isSearching, setSearching] = useState(false)
  if (patient)
    return (
      <p className="row">
        <strong>{t('audit.patientChosen', { name: patientName(patient.patient) })}</strong>
        <Button variant="default" onClick={() => onChoose(undefined)}>
          {t('audit.allPatients')}
        </Button>
      </p>
    )
  return (
    <section aria-label={t('audit.patient')}>
      <Button variant="default" aria-expanded={isSearching} onClick={() => setSearching(!isSearching)}>
        {t(isSearching ? 'audit.closeSearch' : 'audit.choosePatient')}
      </Button>
      {isSearching ? (
        <FindOther
          label={t('audit.find')}
          choose={t('audit.showOnly')}
          onChoose={(found) => {
            setSearching(false)
            onChoose(found)
          }}
        />
      ) : null}
    </section>
  )
}

function Download({ filter }: { readonly filter: AuditFilter }) {
  const help = useId()
  const download = useMutation({
    mutationFn: (format: 'csv' | 'ndjson') => send<AuditFile>('POST', '/api/audit/export', { ...filter, format }),
    onSuccess: ({ name, text }) => saveFile(name, text),
  })
  return (
    <>
      {(['csv', 'ndjson'] as const).map((format) => (
        <Button
          key={format}
          variant="default"
          aria-describedby={help}
          disabled={download.isPending}
          onClick={() => download.mutate(format)}
        >
          {t(`audit.${format}`)}
        </Button>
      ))}
      <span id={help} className="muted">
        {t('audit.exportHelp')}
      </span>
      <FailureNotice error={download.error} />
    </>
  )
}

/** Hands a text to the browser as a file. */
function saveFile(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useNavigate } from 'react-router'
import { readRecord } from '../../fhir/in/read-record.ts'
import { resourcesIn } from '../../fhir/in/resources.ts'
import { lookBacks } from '../../protocol/look-backs.ts'
import type { PatientView } from '../../service/api/episode.ts'
import type { EnteredPatient, PatientList, PatientSummary, Registered } from '../../service/api/patient.ts'
import type { LaunchServer } from '../../service/api/smart.ts'
import { Failure, queries, send, signedInAs } from '../api.ts'
import { dateWords } from '../dates.ts'
import { FailureNotice, Problem } from '../frame/errors.tsx'
import { Loading, Page } from '../frame/page.tsx'
import { patientName, sexWords } from '../patients/banner.tsx'
import { standard } from '../protocol/adopted.ts'
import { useSession } from '../session/use-session.ts'
import { t } from '../strings/t.ts'
import { type CompletedLaunch, completeLaunch, userName } from './client.ts'
import { gatherRecord } from './gather.ts'
import { refusalWords, WithServers } from './launch-screen.tsx'
import { closeRecord, openRecord } from './opened.ts'
import { allows } from './scopes.ts'
import { differences, mayBeOne, type Told, toldPatient } from './whose.ts'

/** Where the other record's authorisation server sends the browser back to. */
export default function ReturnScreen() {
  return <WithServers>{(servers) => <Return servers={servers} />}</WithServers>
}

/** A launch that came about, and whom it is about. */
interface Launch extends CompletedLaunch {
  /** The user there, as a person reads it. */
  readonly user: string | undefined
  readonly thereId: string
  readonly resource: unknown
  readonly told: Told
  /** Those here with the same record number. */
  readonly here: readonly PatientSummary[]
}

function Return({ servers }: { readonly servers: readonly LaunchServer[] }) {
  const person = useSession().person.displayName
  const { data, error } = useQuery({
    // A code can be swapped once: the answer is kept while the page is.
    queryKey: ['launched'],
    queryFn: () => launched(servers),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  if (error)
    return (
      <Page title={t('launch.title')}>
        <Problem onRetry={() => location.assign('/smart/launch')} retryLabel={t('launch.again')}>
          {refusalWords(error)}
        </Problem>
      </Page>
    )
  if (!data) return <Loading />
  if ('standing' in data)
    return (
      <Page title={t('launch.title')}>
        <Problem>{t(`launch.${data.standing}`, { name: data.name, user: data.user })}</Problem>
        <p>{t('launch.signedIn', { person })}</p>
      </Page>
    )
  return <Whose launch={data} />
}

/** The user of the other record is known to be somebody else than who is signed in here. */
interface OtherUser {
  readonly standing: 'boundToAnotherAccount' | 'boundToAnotherUser'
  readonly name: string
  readonly user: string
}

async function launched(servers: readonly LaunchServer[]): Promise<Launch | OtherUser> {
  const completed = await completeLaunch(servers, signedInAs())
  const { client, server, launched } = completed
  const { standing, fhirUser } = launched
  const called = await userName(client, fhirUser)
  const user = called === undefined ? (fhirUser ?? undefined) : `${called} (${fhirUser})`
  if (standing === 'boundToAnotherAccount' || standing === 'boundToAnotherUser') {
    // Somebody else's leave to read is not used.
    closeRecord()
    return { standing, name: server.name, user: user ?? '' }
  }
  const thereId = client.patient.id ?? ''
  const resource = await client.request<unknown>(`Patient/${encodeURIComponent(thereId)}`)
  // Only who it is: the day is needed to refuse a birth in the future.
  const asOf = new Date().toISOString().slice(0, 10)
  const reading = readRecord(resourcesIn(resource), { protocol: standard, lookBacks, asOf })
  const told = toldPatient(resource, server.recordNumberSystem, reading)
  return { ...completed, user, thereId, resource, told, here: told.is === 'told' ? await withNumber(told.patient) : [] }
}

async function withNumber({ recordNumber }: EnteredPatient): Promise<readonly PatientSummary[]> {
  const { patients } = await send<PatientList>('POST', '/api/patients/search', { text: recordNumber })
  return patients.filter(({ patient }) => patient.recordNumber.trim() === recordNumber)
}

function Whose({ launch }: { readonly launch: Launch }) {
  const { server, user, told, launched } = launch
  const { name } = server
  return (
    <Page title={t('launch.returnTitle')}>
      <p>
        {t('launch.signedIn', { person: useSession().person.displayName })}{' '}
        {user === undefined ? null : t('launch.userThere', { name, user })}
      </p>
      {launched.standing === 'bound' ? null : (
        <p className="muted">{t(`launch.${launched.standing === 'notBound' ? 'notBound' : 'notSaid'}`, { name })}</p>
      )}
      {told.is === 'told' ? <Match launch={launch} told={told.patient} /> : <Unclear told={told} />}
    </Page>
  )
}

function Unclear({ told }: { readonly told: Extract<Told, { readonly is: 'unclear' }> }) {
  return (
    <Problem>
      {told.unclear.map((each) => t(`launch.unclear.${each}`)).join(' ')} {t('launch.unclearEnd')}
    </Problem>
  )
}

/** The two side by side: nobody is taken for anybody without a person saying so. */
function Match({ launch, told }: { readonly launch: Launch; readonly told: EnteredPatient }) {
  const { server, here } = launch
  const navigate = useNavigate()
  const commandId = useRef(crypto.randomUUID())
  const open = useMutation({
    mutationFn: async (as: { readonly known?: PatientSummary; readonly confirmedNew: boolean }) => {
      const { patientId } = as.known ?? (await added(commandId.current, told, as.confirmedNew))
      await read(launch, patientId, told)
      return { patientId, isOpen: as.known?.open ?? true }
    },
    onSuccess: ({ patientId, isOpen }) => navigate(isOpen ? `/patients/${patientId}/assess` : `/patients/${patientId}`),
  })
  const [known, another] = here
  const differ = known ? differences(known.patient, told) : []
  const alike = open.error instanceof Failure && open.error.code === 'PLB_PATIENT_POSSIBLE_DUPLICATE'
  return (
    <section className="card stack">
      {alike ? <Problem>{t('launch.alike')}</Problem> : <FailureNotice error={open.error} />}
      <table className="list compare">
        <thead>
          <tr>
            <td />
            <th scope="col">{t('launch.there', { name: server.name })}</th>
            {known ? <th scope="col">{t('launch.here')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {rows(told, known?.patient).map(([label, there, ours]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{there}</td>
              {known ? <td>{ours}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
      {known ? null : <p>{t('launch.notHere', { number: told.recordNumber })}</p>}
      {another ? <p className="fault">{t('launch.several')}</p> : null}
      {mayBeOne(differ) ? null : <p className="fault">{t('launch.cannotBe')}</p>}
      {mayBeOne(differ) && differ.length > 0 ? <p className="fault">{t('launch.nameDiffers')}</p> : null}
      <div className="row">
        {another || !mayBeOne(differ) ? null : known ? (
          <Button variant="filled" loading={open.isPending} onClick={() => open.mutate({ known, confirmedNew: false })}>
            {t('launch.confirm')}
          </Button>
        ) : (
          <Button
            variant={alike ? 'default' : 'filled'}
            loading={open.isPending}
            onClick={() => open.mutate({ confirmedNew: alike })}
          >
            {alike ? t('launch.addAnyway') : t('launch.add')}
          </Button>
        )}
        <Button
          variant="default"
          onClick={() => {
            closeRecord()
            navigate('/patients')
          }}
        >
          {t('launch.cancel')}
        </Button>
      </div>
    </section>
  )
}

type Shown = Pick<EnteredPatient, 'familyName' | 'givenName' | 'birthDate' | 'sexAtBirth' | 'recordNumber'>

function rows(told: Shown, known: Shown | undefined): readonly (readonly [string, string, string])[] {
  const row = (label: string, words: (of: Shown) => string) => [label, words(told), known ? words(known) : ''] as const
  return [
    row(t('patients.name'), patientName),
    row(t('patient.born'), ({ birthDate }) => dateWords(birthDate)),
    row(t('patient.sex'), sexWords),
    row(t('patient.recordNumber'), ({ recordNumber }) => recordNumber),
  ]
}

async function added(commandId: string, patient: EnteredPatient, confirmedNew: boolean): Promise<Registered> {
  const registered = await send<Registered>('POST', '/api/patients', { commandId, confirmedNew, patient })
  void queries.invalidateQueries({ queryKey: ['patients'] })
  return registered
}

/** Reads the record as of the service's day, and opens it on this patient. */
async function read(
  { client, server, thereId, resource, launched, user }: Launch,
  patientId: string,
  told: EnteredPatient,
) {
  const owner = signedInAs()
  const [view, gathered] = await Promise.all([
    send<PatientView>('GET', `/api/patients/${patientId}`),
    gatherRecord(client, thereId),
  ])
  const asOf = view.episodes[0]?.asOf ?? new Date().toISOString().slice(0, 10)
  const received = resourcesIn([resource, ...gathered.resources])
  const { launchId, standing, fhirUser } = launched
  const isBound = standing === 'bound'
  const author = /^Practitioner\/[A-Za-z0-9.-]{1,64}$/.exec(fhirUser ?? '')?.[0]
  const granted = client.state.tokenResponse?.scope ?? server.scope
  openRecord({
    owner,
    name: server.name,
    server: client.state.serverUrl,
    patientId: view.patientId,
    patientName: patientName(told),
    thereId,
    launchId,
    isBound,
    mayBind: standing === 'notBound',
    ...(user === undefined ? {} : { user }),
    ...(author === undefined ? {} : { author }),
    reading: readRecord(received, { protocol: standard, lookBacks, asOf, patient: `Patient/${thereId}` }),
    unread: gathered.unread,
    writes: ['QuestionnaireResponse', 'ServiceRequest'].filter((type) => allows(granted, type, 'create')),
    async write(written, key) {
      await client.create(written, { headers: { 'if-none-exist': `identifier=${encodeURIComponent(key)}` } })
    },
  })
}

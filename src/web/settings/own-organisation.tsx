import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { OrganisationAddress, OrganisationLink } from '../../service/api/organisation.ts'
import { queries, send } from '../api.ts'
import { dateWords } from '../dates.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { leaveFor, OrganisationOutcome } from '../session/organisation.tsx'
import { t } from '../strings/t.ts'
import { CurrentPassword } from './current-password.tsx'

const key = ['organisation-link']

/** Linking one's account with one at the organisation, where one is set up. */
export function OwnOrganisation() {
  const { data } = useQuery({ queryKey: key, queryFn: () => send<OrganisationLink>('GET', '/api/organisation-link') })
  const [password, setPassword] = useState('')
  const link = useMutation({
    mutationFn: () => send<OrganisationAddress>('POST', '/api/organisation-link', { currentPassword: password }),
    onSuccess: leaveFor,
  })
  const unlink = useMutation({
    mutationFn: () => send<undefined>('DELETE', '/api/organisation-link'),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  })
  if (!data?.name) return null
  const { name, linkedAt } = data
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    link.mutate()
  }
  return (
    <section className="card stack">
      <h3>{t('organisation.title', { name })}</h3>
      <OrganisationOutcome />
      <FailureNotice error={link.error ?? unlink.error} saving />
      {linkedAt === null ? (
        <form className="stack" onSubmit={submit}>
          <p className="muted">{t('organisation.help', { name })}</p>
          <CurrentPassword value={password} onChange={setPassword} />
          <div>
            <Button type="submit" variant="default" disabled={link.isPending}>
              {t('organisation.link')}
            </Button>
          </div>
        </form>
      ) : (
        <div className="row">
          <span>{t('organisation.linked', { since: dateWords(linkedAt) })}</span>
          <Button variant="default" disabled={unlink.isPending} onClick={() => unlink.mutate()}>
            {t('organisation.unlink')}
          </Button>
        </div>
      )}
    </section>
  )
}

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import type { OrganisationAddress } from '../../service/api/organisation.ts'
import { organisationOutcomes } from '../../service/api/organisation-outcome.ts'
import type { Workspace } from '../../service/api/role.ts'
import { send } from '../api.ts'
import { FailureNotice } from '../frame/errors.tsx'
import { t } from '../strings/t.ts'

/** Leaves for the organisation's page. */
export const leaveFor = ({ url }: OrganisationAddress): void => window.location.assign(url)

/** Signs in by the organisation, on its own pages. */
export function OrganisationButton({ name, workspace }: { readonly name: string; readonly workspace: Workspace }) {
  const go = useMutation({
    mutationFn: () => send<OrganisationAddress>('POST', '/api/organisation-session', { workspace }),
    onSuccess: leaveFor,
  })
  return (
    <>
      <FailureNotice error={go.error} />
      <Button variant="default" disabled={go.isPending} onClick={() => go.mutate()}>
        {t('organisation.signIn', { name })}
      </Button>
    </>
  )
}

/** How it ended, as the address says after the way back. */
export function OrganisationOutcome() {
  const [search] = useSearchParams()
  const outcome = organisationOutcomes.find((each) => each === search.get('organisation'))
  return outcome ? (
    <p role="status" className="card">
      {t(`organisation.outcomes.${outcome}`)}
    </p>
  ) : null
}

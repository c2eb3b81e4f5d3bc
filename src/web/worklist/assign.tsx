import { useMutation } from '@tanstack/react-query'
import type { EpisodeView } from '../../service/api/episode.ts'
import type { Role } from '../../service/api/role.ts'
import type { StaffMember } from '../../service/api/staff.ts'
import type { WorklistRow } from '../../service/api/worklist.ts'
import { send } from '../api.ts'
import { patientName } from '../patients/banner.tsx'
import { refreshPatient } from '../patients/use-patient.ts'
import { t } from '../strings/t.ts'

const CARING = ['clinician', 'nurse'] as const satisfies readonly Role[]

/** Whose work an item is; choosing a person or a role assigns the whole episode. */
export function AssignControl({ item, staff }: { readonly item: WorklistRow; readonly staff: readonly StaffMember[] }) {
  const assign = useMutation({
    mutationFn: async (chosen: string) => {
      const [kind = '', name = ''] = chosen.split(':')
      const to = kind === 'role' ? { role: CARING.find((role) => role === name) } : { account: name }
      const current = await send<EpisodeView>('GET', `/api/episodes/${item.episodeId}`)
      return send<EpisodeView>('POST', `/api/episodes/${item.episodeId}/events`, {
        commandId: crypto.randomUUID(),
        expectedSequence: current.sequence,
        events: [{ type: 'assigned', payload: { to } }],
      })
    },
    onSettled: () => refreshPatient(item.patientId),
  })
  const people = staff.filter(({ active, role }) => active && CARING.some((each) => each === role))
  return (
    <select
      className="input input-small"
      aria-label={`${t('worklist.assignedTo')}: ${patientName(item.patient)}`}
      value={assigneeOf(item)}
      disabled={assign.isPending}
      onChange={(event) => assign.mutate(event.currentTarget.value)}
    >
      <option value="" disabled>
        {t('worklist.nobody')}
      </option>
      {CARING.map((role) => (
        <option key={role} value={`role:${role}`}>
          {t(`worklist.everyone.${role}`)}
        </option>
      ))}
      {people.map(({ id, displayName }) => (
        <option key={id} value={`account:${id}`}>
          {displayName}
        </option>
      ))}
    </select>
  )
}

function assigneeOf({ assignedTo }: WorklistRow): string {
  if (!assignedTo) return ''
  return 'role' in assignedTo ? `role:${assignedTo.role}` : `account:${assignedTo.account}`
}

import { findingIds } from '../../care/protocol-ids.ts'
import { FindingsForm } from '../findings/form.tsx'
import { EpisodeScreen } from '../patients/episode-screen.tsx'
import { t } from '../strings/t.ts'
import { Consultation } from './consultation.tsx'

/** Findings that registration has answered: they are in the banner, and corrected there. */
export const givenAtRegistration: ReadonlySet<string> = new Set([findingIds.birthDate, findingIds.sexAtBirth])

/** The assessment: every question of the vocabulary that applies, and the decision live beside them. */
export default function AssessScreen() {
  return (
    <EpisodeScreen title={t('assess.title')}>
      {(view) => {
        // Where registration could not say it, it is asked.
        const given = new Set([...givenAtRegistration].filter((id) => view.state.findings[id]?.value !== 'notKnown'))
        return (
          <Consultation view={view} name="assess" record={(findings) => [{ type: 'answered', payload: { findings } }]}>
            {({ recorded, onAnswers, live }) => (
              <>
                <p className="muted wide-only">{t('questions.keys')}</p>
                <FindingsForm
                  recorded={recorded}
                  asOf={view.asOf}
                  given={given}
                  faults={live.faults}
                  onAnswers={onAnswers}
                  shows={(group) => !group.recordedAsDone}
                />
              </>
            )}
          </Consultation>
        )
      }}
    </EpisodeScreen>
  )
}

import {
  type ChosenServiceLevels,
  chosenLevels,
  levelPeriods,
  periodsAtMost,
  type SettingsAnswer,
} from '../../service/api/settings.ts'
import { dateWords } from '../dates.ts'
import { t } from '../strings/t.ts'

type Level = (typeof chosenLevels)[number]
type Period = (typeof levelPeriods)[number]

/** By when work is due, within its range. An emergency is dealt with on the day: there is nothing to choose. */
export function LevelFields({
  levels,
  onChange,
}: {
  readonly levels: ChosenServiceLevels
  readonly onChange: (levels: ChosenServiceLevels) => void
}) {
  const field = (level: Level, period: Period) => (
    <input
      className="input input-number"
      type="number"
      aria-label={t('settings.levelDays', {
        period: t(`settings.periods.${period}`),
        urgency: t(`settings.levels.${level}`),
      })}
      value={levels[level][period]}
      min={period === 'idleDays' ? 1 : 0}
      max={periodsAtMost[level][period]}
      onChange={(event) =>
        onChange({ ...levels, [level]: { ...levels[level], [period]: Number(event.currentTarget.value) } })
      }
    />
  )
  return (
    <>
      <h2 id="serviceLevels">{t('settings.serviceLevels')}</h2>
      <p>{t('settings.serviceLevelsHelp')}</p>
      <table className="list levels">
        <caption>{t('settings.serviceLevelsCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('settings.work')}</th>
            {chosenLevels.map((level) => (
              <th key={level} scope="col">
                {t(`settings.levels.${level}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {levelPeriods.map((period) => (
            <tr key={period}>
              <th scope="row">{t(`settings.periods.${period}`)}</th>
              {chosenLevels.map((level) => (
                <td key={level}>
                  {field(level, period)}
                  <div className="muted">{t('settings.atMost', { days: periodsAtMost[level][period] })}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

/** Who changed the settings, when, and which of these days. */
export function Changes({ changes }: { readonly changes: SettingsAnswer['changes'] }) {
  if (changes.length === 0) return <p className="muted">{t('settings.noChanges')}</p>
  return (
    <details>
      <summary>{t('settings.changes')}</summary>
      <ul>
        {changes.map(({ by, at, periods }) => (
          <li key={at}>
            {t('settings.change', { date: dateWords(at.slice(0, 10)), name: by })}
            {periods.length > 0 ? (
              <ul>
                {periods.map(({ urgency, period, from, to }) => (
                  <li key={`${urgency} ${period}`}>
                    {t('settings.periodChange', {
                      urgency: t(`settings.levels.${urgency}`),
                      period: t(`settings.periods.${period}`),
                      from,
                      to,
                    })}
                  </li>
                ))}
              </ul>
            ) : null}
          </li>
        ))}
      </ul>
    </details>
  )
}

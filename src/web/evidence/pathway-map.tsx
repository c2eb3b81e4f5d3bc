import { useMediaQuery } from '@mantine/hooks'
import { Link } from 'react-router'
import { type MapStep, pathwayMap } from '../../weave/pathway-map.ts'
import { standard } from '../protocol/adopted.ts'
import { t } from '../strings/t.ts'

const WIDTH = 860
const WHEN_WIDTH = 430
const STEP_LEFT = 540
const STEP_WIDTH = 280
const RETURN_AT = 845
const LINE_HEIGHT = 18
const PADDING = 12
const GAP = 22
const HEAD = 44
const CHARACTERS_OF_WHEN = 54
const CHARACTERS_OF_STEP = 29
const SHORT_ENOUGH = 110

/** A step with its lines, broken to the width of its boxes, and its place. */
interface Placed {
  readonly step: MapStep
  readonly when: readonly string[]
  readonly label: readonly string[]
  readonly top: number
  readonly height: number
}

/** The map of the pathway as one picture, and as a list that says the same and more. Both are made from the protocol. */
export function PathwayMap() {
  const steps = pathwayMap(standard)
  // On a narrow screen the picture has to be scrolled, and the list is read.
  const isNarrow = useMediaQuery('(max-width: 60em)', false, { getInitialValueInEffect: false })
  return (
    <section className="card" id="map" aria-labelledby="map-title">
      <h2 id="map-title">{t('evidencePage.map.title')}</h2>
      <p className="wide-text">{t('evidencePage.map.lead')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: without it a keyboard cannot scroll it. */}
      <section className="table-scroll map-scroll" aria-label={t('evidencePage.map.label')} tabIndex={0}>
        <Picture steps={steps} />
      </section>
      <details open={isNarrow}>
        <summary>{t('evidencePage.map.twin')}</summary>
        <Twin steps={steps} />
      </details>
    </section>
  )
}

function Picture({ steps }: { readonly steps: readonly MapStep[] }) {
  const placed = place(steps)
  const bottom = (placed.at(-1)?.top ?? 0) + (placed.at(-1)?.height ?? 0) + GAP
  const middle = WHEN_WIDTH / 2
  const returning = placed.filter(({ step }) => step.comesBack)
  const lastReturn = returning.at(-1)
  return (
    <svg
      className="map"
      viewBox={`0 0 ${WIDTH} ${bottom + HEAD + 4}`}
      role="img"
      aria-label={t('evidencePage.map.label')}
    >
      <defs>
        <marker id="map-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
          <path d="M0 0 8 4 0 8z" className="map-ink" />
        </marker>
      </defs>
      <End y={0} text={t('evidencePage.map.start')} />
      {placed.map(({ step, when, label, top, height }, index) => (
        <g key={step.id}>
          <path
            className="map-line"
            d={`M${middle} ${index === 0 ? HEAD : top - GAP}V${top}`}
            markerEnd="url(#map-arrow)"
          />
          {index === 0 ? null : (
            <text x={middle + 8} y={top - 6} className="map-note">
              {t('evidencePage.map.no')}
            </text>
          )}
          <rect className="map-when" x={1} y={top} width={WHEN_WIDTH - 2} height={height} rx={18} />
          <Lines lines={when} x={16} top={top} height={height} />
          <path
            className="map-line"
            d={`M${WHEN_WIDTH} ${top + height / 2}H${STEP_LEFT}`}
            markerEnd="url(#map-arrow)"
          />
          <text x={WHEN_WIDTH + 40} y={top + height / 2 - 6} className="map-note">
            {t('evidencePage.map.yes')}
          </text>
          <rect className="map-step" x={STEP_LEFT} y={top} width={STEP_WIDTH} height={height} />
          <Lines lines={label} x={STEP_LEFT + 12} top={top} height={height} isStep />
          {step.comesBack ? (
            <path className="map-line map-return" d={`M${STEP_LEFT + STEP_WIDTH} ${top + height / 2}H${RETURN_AT}`} />
          ) : null}
        </g>
      ))}
      <path className="map-line" d={`M${middle} ${bottom - GAP}V${bottom}`} markerEnd="url(#map-arrow)" />
      <End y={bottom} text={t('evidencePage.map.end')} />
      {lastReturn ? (
        <path
          className="map-line map-return"
          d={`M${RETURN_AT} ${lastReturn.top + lastReturn.height / 2}V${HEAD / 2}H${WHEN_WIDTH}`}
          markerEnd="url(#map-arrow)"
        />
      ) : null}
    </svg>
  )
}

function End({ y, text }: { readonly y: number; readonly text: string }) {
  return (
    <>
      <rect className="map-end" x={1} y={y + 1} width={WHEN_WIDTH - 2} height={HEAD - 2} />
      <text x={WHEN_WIDTH / 2} y={y + HEAD / 2 + 5} textAnchor="middle">
        {text}
      </text>
    </>
  )
}

function Lines({
  lines,
  x,
  top,
  height,
  isStep,
}: {
  readonly lines: readonly string[]
  readonly x: number
  readonly top: number
  readonly height: number
  readonly isStep?: boolean
}) {
  const first = top + (height - lines.length * LINE_HEIGHT) / 2 + LINE_HEIGHT - 5
  const rows = lines.map((line, index) => ({ line, y: first + index * LINE_HEIGHT }))
  return (
    <text className={isStep ? 'map-label' : undefined}>
      {rows.map(({ line, y }) => (
        <tspan key={y} x={x} y={y}>
          {line}
        </tspan>
      ))}
    </text>
  )
}

function place(steps: readonly MapStep[]): readonly Placed[] {
  let top = HEAD + GAP
  return steps.map((step) => {
    const when = whenLines(step)
    const kind = t(`evidencePage.map.kinds.${step.kind}`)
    const cited = step.statements.length > 0 ? broken(step.statements.join(', '), CHARACTERS_OF_STEP) : []
    const label = [...broken(`${kind}: ${step.label}`, CHARACTERS_OF_STEP), ...cited]
    const height = Math.max(when.length, label.length) * LINE_HEIGHT + 2 * PADDING
    const placed = { step, when, label, top, height }
    top += height + GAP
    return placed
  })
}

/** When a step applies: what can be said in short; what cannot, by the statements that say it. */
function whenLines({ when }: MapStep): readonly string[] {
  const short = when.filter(({ words }) => words.length <= SHORT_ENOUGH).map(({ words }) => words)
  const ids = [
    ...new Set(when.filter(({ words }) => words.length > SHORT_ENOUGH).flatMap(({ statements }) => statements)),
  ]
  const all = ids.length > 0 ? [...short, t('evidencePage.map.see', { ids: ids.join(', ') })] : short
  return all.flatMap((words, index) =>
    broken(index === 0 ? words : `${t('evidencePage.map.or')} ${words}`, CHARACTERS_OF_WHEN),
  )
}

function broken(text: string, characters: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= characters) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

function Twin({ steps }: { readonly steps: readonly MapStep[] }) {
  return (
    <ol className="map-twin">
      {steps.map(({ id, label, kind, when, comesBack }) => (
        <li key={id}>
          <strong>
            {t(`evidencePage.map.kinds.${kind}`)}: {label}
          </strong>
          <ul>
            {when.map(({ words, rule, statements }) => (
              <li key={words}>
                {t('evidencePage.when')} {words}{' '}
                <span className="muted">
                  {statements.map((statement) => (
                    <Link key={statement} to={`#${statement}`}>
                      {statement}{' '}
                    </Link>
                  ))}
                  {rule ? <code>{rule}</code> : null}
                </span>
              </li>
            ))}
          </ul>
          {comesBack ? <p>{t(`evidencePage.map.comesBack.${comesBack}`)}</p> : null}
        </li>
      ))}
    </ol>
  )
}

import { useId } from 'react'
import type { Month } from '../../care/use/months.ts'
import { t } from '../strings/t.ts'
import { monthMark, scaleOf } from './numbers.ts'

/** How a series looks: a colour, and a pattern or mark that does without it. */
export type Look = 'solid' | 'stripes' | 'dots' | 'outline'

/** One series of a chart: a value for each month, none where there is nothing or it is hidden. */
export interface Series {
  readonly label: string
  readonly look: Look
  /** A class of styles/reports.css that gives the colour. */
  readonly tone: 'done' | 'soon' | 'urgent' | 'routine' | 'unknown'
  readonly values: readonly (number | undefined)[]
}

interface ChartProps {
  /** What the chart shows, for those who do not see it; the table beside it has the figures. */
  readonly label: string
  readonly months: readonly Month[]
  readonly series: readonly Series[]
}

const WIDTH = 640
const HEIGHT = 220
const LEFT = 40
const BOTTOM = 28
const TOP = 10
const LABELS_AT_MOST = 8

const across = (index: number, count: number): number => LEFT + ((index + 0.5) * (WIDTH - LEFT)) / Math.max(1, count)

/** Bars by month, the series one upon the other. */
export function StackedBars({ label, months, series }: ChartProps) {
  const id = useId()
  const totals = months.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0))
  const scale = scaleOf(Math.max(...totals, 1))
  const up = heightIn(scale)
  const width = Math.min(48, ((WIDTH - LEFT) / Math.max(1, months.length)) * 0.6)
  return (
    <Chart id={id} label={label} months={months} series={series} scale={scale}>
      {months.map((month, index) => {
        let below = 0
        return (
          <g key={month}>
            {series.map(({ label: name, tone, look, values }) => {
              const value = values[index] ?? 0
              const y = up(below + value)
              const height = up(below) - y
              below += value
              if (value === 0) return null
              const box = { x: across(index, months.length) - width / 2, y, width, height }
              return (
                <g key={name} className={`tone-${tone}`}>
                  <rect {...box} className="bar" fill={look === 'outline' ? 'none' : 'currentColor'} />
                  {look === 'stripes' || look === 'dots' ? <rect {...box} fill={`url(#${id}-${look})`} /> : null}
                </g>
              )
            })}
          </g>
        )
      })}
    </Chart>
  )
}

/** A line by month for each series, with a mark at each value; a month without one breaks the line. */
export function Lines({ label, months, series }: ChartProps) {
  const id = useId()
  const scale = scaleOf(Math.max(...series.flatMap(({ values }) => values.map((value) => value ?? 0)), 1))
  const up = heightIn(scale)
  return (
    <Chart id={id} label={label} months={months} series={series} scale={scale} marks>
      {series.map(({ label: name, tone, look, values }) => (
        <g key={name} className={`tone-${tone}`}>
          <path className={`line line-${look}`} d={pathOf(values, months.length, up)} />
          {values.map((value, index) =>
            value === undefined ? null : (
              <Mark key={months[index]} look={look} x={across(index, months.length)} y={up(value)} />
            ),
          )}
        </g>
      ))}
    </Chart>
  )
}

function heightIn(scale: readonly number[]): (value: number) => number {
  const top = scale.at(-1) ?? 1
  return (value) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - BOTTOM - TOP)
}

function pathOf(values: readonly (number | undefined)[], count: number, up: (value: number) => number): string {
  return values
    .flatMap((value, index) => {
      if (value === undefined) return []
      const goesOn = index > 0 && values[index - 1] !== undefined
      return [`${goesOn ? 'L' : 'M'}${across(index, count)} ${up(value)}`]
    })
    .join(' ')
}

function Mark({ look, x, y }: { readonly look: Look; readonly x: number; readonly y: number }) {
  return look === 'solid' ? (
    <circle cx={x} cy={y} r={4.5} fill="currentColor" />
  ) : (
    <rect x={x - 4} y={y - 4} width={8} height={8} className="bar" fill="none" />
  )
}

/** Scale, months and key around what is drawn. */
function Chart({
  id,
  label,
  months,
  series,
  scale,
  marks,
  children,
}: ChartProps & {
  readonly id: string
  readonly scale: readonly number[]
  /** The key shows marks, not boxes. */
  readonly marks?: boolean
  readonly children: React.ReactNode
}) {
  const up = heightIn(scale)
  const every = Math.ceil(months.length / LABELS_AT_MOST)
  const isMarked = (index: number): boolean => (months.length - 1 - index) % every === 0
  const first = months.findIndex((_, index) => isMarked(index))
  return (
    <div className="chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        <Patterns id={id} />
        {scale.map((value) => (
          <g key={value}>
            <line className="grid-line" x1={LEFT} x2={WIDTH} y1={up(value)} y2={up(value)} />
            <text x={LEFT - 6} y={up(value) + 4} textAnchor="end">
              {value}
            </text>
          </g>
        ))}
        {months.map((month, index) =>
          isMarked(index) ? (
            <text key={month} x={across(index, months.length)} y={HEIGHT - 8} textAnchor="middle">
              {monthMark(month, index === first)}
            </text>
          ) : null,
        )}
        {children}
      </svg>
      <ul className="chart-key" aria-label={t('reports.key')}>
        {series.map(({ label: name, tone, look }) => (
          <li key={name} className={`tone-${tone}`}>
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
              {marks ? (
                <Mark look={look} x={8} y={8} />
              ) : (
                <>
                  <rect
                    x={1}
                    y={1}
                    width={14}
                    height={14}
                    className="bar"
                    fill={look === 'outline' ? 'none' : 'currentColor'}
                  />
                  {look === 'stripes' || look === 'dots' ? (
                    <rect x={1} y={1} width={14} height={14} fill={`url(#${id}-${look})`} />
                  ) : null}
                </>
              )}
            </svg>
            <span>{name}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Drawn in the colour of the page over the bar's own: a bar is known without its colour. */
function Patterns({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={`${id}-stripes`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect className="pattern-ink" width="2.5" height="6" />
      </pattern>
      <pattern id={`${id}-dots`} width="6" height="6" patternUnits="userSpaceOnUse">
        <circle className="pattern-ink" cx="3" cy="3" r="1.6" />
      </pattern>
    </defs>
  )
}

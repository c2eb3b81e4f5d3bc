import './body-chart.css'

/** What the picture says of itself: on whose back one looks, and which side is which. */
export interface ChartWords {
  readonly fromBehind: string
  readonly left: string
  readonly right: string
}

/** Where each region of the chart lies, seen from behind: the patient's left is on the left. */
const shapes: Readonly<Record<string, string>> = {
  neck: 'M52 36h16v12H52z',
  upperBack: 'M32 48h56l-4 26H36z',
  middleBack: 'M36 74h48l-2 24H38z',
  lowerBack: 'M38 98h44l3 24H35z',
  tailbone: 'M54 124h12l-6 18z',
  leftButtock: 'M35 122h19l5 26H33z',
  rightButtock: 'M66 122h19l2 26H61z',
  leftThigh: 'M33 148h25l-4 48H37z',
  rightThigh: 'M62 148h25l-4 48H66z',
  leftLowerLeg: 'M37 196h17l-2 48h-4l-8 8H34l5-8z',
  rightLowerLeg: 'M66 196h17l-2 48 5 8h-6l-8-8h-4z',
}
/** What belongs to the body and to no region. */
const body = ['M60 8a14 14 0 1 1 0 28 14 14 0 1 1 0-28z', 'M32 48l-10 8-6 60h8l8-50z', 'M88 48l10 8 6 60h-8l-8-50z']

/** The body from behind with the chosen regions marked: it mirrors the list beside it, which is the control. */
export function BodyChart({ chosen, words }: { readonly chosen: readonly string[]; readonly words: ChartWords }) {
  return (
    <figure className="body-figure">
      {/* The picture is never mirrored, whichever way the language is written. */}
      <div className="body-sides" dir="ltr" aria-hidden="true">
        <span>{words.left}</span>
        <span>{words.right}</span>
      </div>
      <Picture chosen={chosen} />
      <figcaption>{words.fromBehind}</figcaption>
    </figure>
  )
}

function Picture({ chosen }: { readonly chosen: readonly string[] }) {
  return (
    <svg className="body-chart" viewBox="10 4 100 252" aria-hidden="true">
      {body.map((path) => (
        <path key={path} d={path} className="body-part" />
      ))}
      {Object.entries(shapes).map(([id, path]) => (
        <path
          key={id}
          d={path}
          data-region={id}
          className={chosen.includes(id) ? 'body-part body-part-chosen' : 'body-part'}
        />
      ))}
    </svg>
  )
}

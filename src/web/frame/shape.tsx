/** What a badge can carry beside its word. */
export type ShapeName = 'octagon' | 'triangle' | 'diamond' | 'circle' | 'tick' | 'bar' | 'clock' | 'dash'

const PATHS: Readonly<Record<ShapeName, string>> = {
  octagon: 'M5 1h6l4 4v6l-4 4H5l-4-4V5z',
  triangle: 'M8 1.5 15.5 15H.5z',
  diamond: 'M8 .5 15.5 8 8 15.5.5 8z',
  circle: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z',
  tick: 'M1.5 8.5 4 6l3 3 6-6.5L15.5 5 7 14z',
  bar: 'M1 6h14v4H1z',
  clock: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm-1 3v5l4 2.4.8-1.4L8.7 8V4z',
  dash: 'M3 7h10v2H3z',
}

/** A small shape in the colour of the text around it; the word beside it says the same. */
export function Shape({ of }: { readonly of: ShapeName }) {
  return (
    <svg className="shape" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">
      <path d={PATHS[of]} fill="currentColor" fillRule="evenodd" />
    </svg>
  )
}

import { t } from '../strings/t.ts'

/** Lies over every page of a print about an invented patient; the text of the print says the same. */
export function Watermark() {
  return (
    <div className="watermark" aria-hidden="true">
      {t('app.watermark')}
    </div>
  )
}

import ar from '../../../content/ar/interface.json'
import en from '../../../content/en/interface.json'
import es from '../../../content/es/interface.json'
import uk from '../../../content/uk/interface.json'

/** What the printed sheet says in each language. */
export const sheets: Readonly<Record<string, { readonly sheet: string; readonly watermark: string }>> = {
  en,
  ar,
  es,
  uk,
}

import i18next from 'i18next'
import { en } from './en.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en }
  }
}

void i18next.init({
  lng: 'en',
  fallbackLng: 'en',
  // The catalogue is in the bundle: nothing has to be waited for.
  initAsync: false,
  resources: { en: { translation: en } },
  // React escapes what it shows.
  interpolation: { escapeValue: false },
})

/** A text of the interface by its key; clinical words are never among them, they come from the protocol. */
export const t = i18next.t

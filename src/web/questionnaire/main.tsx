import '../styles/colours.css'
import './questionnaire.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { QuestionnairePage } from './questionnaire-page.tsx'

/** The patient's page is light or dark as the device is; the colours are those of the clinic's app. */
const dark = window.matchMedia('(prefers-color-scheme: dark)')
const paint = (): void => {
  document.documentElement.dataset.mantineColorScheme = dark.matches ? 'dark' : 'light'
}
paint()
dark.addEventListener('change', paint)

const code = decodeURIComponent(window.location.pathname.split('/')[2] ?? '')
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <QuestionnairePage code={code} />
    </StrictMode>,
  )

import '@mantine/core/styles/baseline.css'
// In a layer: the theme's own values go over these, although this file comes behind the page's body.
import '@mantine/core/styles/default-css-variables.layer.css'
import '@mantine/core/styles/global.css'
import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/ActionIcon.css'
import '@mantine/core/styles/Button.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/PasswordInput.css'
import '@mantine/core/styles/Checkbox.css'
import './styles/colours.css'
import './styles/base.css'
import './styles/frame.css'
import './styles/assessment.css'
import './styles/versions.css'
import './styles/letter.css'
import './styles/reports.css'
import './styles/evidence.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadScreenAhead } from './ahead.ts'
import { App } from './app.tsx'
import { listenToBrowser } from './offline/connection.ts'
import { followNewVersion } from './offline/new-version.ts'
import { trustOwnAlone } from './trusted-types.ts'

/** The nonce of this page's content security policy; browsers hide it from the attribute and give it as a property. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

trustOwnAlone()
listenToBrowser()
followNewVersion()
loadScreenAhead(window.location.pathname)

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <App nonce={nonce} />
    </StrictMode>,
  )

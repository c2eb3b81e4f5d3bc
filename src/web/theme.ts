import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core'

/** The tenth of each is never used by itself: colours are named in styles/colours.css, for light and dark. */
const clinicBlue: MantineColorsTuple = [
  '#e3eefa',
  '#cfe2f6',
  '#a8caee',
  '#7fb1e5',
  '#5c9ade',
  '#3f88d4',
  '#2478c8',
  '#0f6abf',
  '#005eb8',
  '#003a75',
]

/** Two kinds of button: the one action (filled) and every other (outlined). Their colours follow the scheme. */
const variantColors: VariantColorsResolver = ({ variant }) =>
  variant === 'filled'
    ? {
        background: 'var(--action)',
        hover: 'var(--action-hover)',
        color: 'var(--action-text)',
        border: '2px solid var(--action)',
      }
    : {
        background: 'var(--surface)',
        hover: 'var(--page)',
        color: 'var(--link)',
        border: '2px solid var(--link)',
      }

export const theme = createTheme({
  colors: { clinicBlue },
  primaryColor: 'clinicBlue',
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SFMono-Regular", "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '700' },
  defaultRadius: 4,
  cursorType: 'pointer',
  variantColorResolver: variantColors,
  components: {
    Button: { defaultProps: { size: 'md' } },
    TextInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    NativeSelect: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md' } },
    Radio: { defaultProps: { size: 'md' } },
    Checkbox: { defaultProps: { size: 'md' } },
  },
})

/** Mantine's own borders and dimmed text are too faint: they take the clinic's colours (styles/colours.css). */
export const cssVariables: CSSVariablesResolver = () => {
  const ours = {
    '--mantine-color-body': 'var(--page)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--muted)',
    '--mantine-color-placeholder': 'var(--muted)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-border': 'var(--border)',
    '--mantine-color-error': 'var(--urgent-text)',
    '--mantine-color-anchor': 'var(--link)',
    '--mantine-primary-color-filled': 'var(--link)',
  }
  return { variables: {}, light: ours, dark: ours }
}

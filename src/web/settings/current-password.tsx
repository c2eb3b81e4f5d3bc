import { PasswordInput } from '@mantine/core'
import { t } from '../strings/t.ts'

/** One's own password again, before what a borrowed browser must not do. */
export function CurrentPassword({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  return (
    <PasswordInput
      label={t('passkey.current')}
      autoComplete="current-password"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      required
      withAsterisk={false}
    />
  )
}

import { Textarea } from '@mantine/core'

/** What somebody writes into a letter in their own words. */
export function LetterField({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  return (
    <Textarea
      label={label}
      autosize
      minRows={2}
      maxLength={4000}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

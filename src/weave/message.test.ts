import { describe, expect, test } from 'vitest'
import { type MessageFacts, messageText } from './message.ts'

const none = {
  all: 0,
  overdue: 0,
  urgent: 0,
  results: 0,
  reviews: 0,
  referrals: 0,
  overrides: 0,
  unsigned: 0,
  today: 0,
}
const facts: MessageFacts = {
  kind: 'digest',
  siteName: 'Back clinic',
  asOf: '2026-03-15',
  counts: { ...none, all: 4, overdue: 3, urgent: 1, today: 1, referrals: 2 },
  link: 'https://clinic.example',
  assigned: 'forMe',
}

describe('a message', () => {
  test('says how much is waiting, where to see it, and nothing else', () => {
    const { subject, text } = messageText(facts)
    expect(subject).toBe('Back clinic: 1 urgent, 3 overdue, 1 due today')
    expect(text).toBe(
      [
        'Back clinic, 15-Mar-2026',
        '',
        'This work is waiting for you.',
        '',
        '  Emergency or urgent: 1',
        '    https://clinic.example/?show=urgent&assigned=forMe',
        '  Overdue: 3',
        '    https://clinic.example/?show=overdue&assigned=forMe',
        '  Due today: 1',
        '    https://clinic.example/?assigned=forMe',
        '  Referrals without a reply: 2',
        '    https://clinic.example/?show=referrals&assigned=forMe',
        '',
        'Worklist: https://clinic.example/',
        '',
        'For the sake of patients this message names none of them. Sign in to see whom the work is about.',
        'Do not reply: nobody reads the answers.',
        '',
      ].join('\n'),
    )
  })

  test('of work that got stuck opens everyone’s worklist, and says so in its subject', () => {
    const { subject, text } = messageText({ ...facts, kind: 'escalation', assigned: 'all' })
    expect(subject).toBe('Back clinic: nobody is on it: 1 urgent, 3 overdue, 1 due today')
    expect(text).toContain('https://clinic.example/?show=overdue\n')
    expect(text).not.toContain('assigned=')
  })

  test('that only tries the way holds no counts', () => {
    const { subject, text } = messageText({ ...facts, kind: 'test' })
    expect(subject).toBe('Back clinic: test message')
    expect(text).not.toMatch(/Overdue/)
  })
})

import { describe, expect, test } from 'vitest'
import { layOut } from './letter-layout.ts'

describe('the lines of a letter on the page', () => {
  test('the heading is a table whose rows may have several lines', () => {
    expect(
      layOut(['To:       Spinal clinic', 'Patient:  EXAMPLE, Ada', '          born 04-Mar-1961 · record 1']),
    ).toEqual({
      is: 'rows',
      rows: [
        { name: 'To', lines: ['Spinal clinic'] },
        { name: 'Patient', lines: ['EXAMPLE, Ada', 'born 04-Mar-1961 · record 1'] },
      ],
    })
  })

  test('items run on where the text was broken, and keep what they begin with apart', () => {
    expect(layOut(['- Situation: a woman of 65 years with', '  pain.', '- The pain – not known: one, two.'])).toEqual({
      is: 'items',
      items: [
        { lead: 'Situation:', text: 'a woman of 65 years with pain.', quoted: [] },
        { lead: 'The pain –', text: 'not known: one, two.', quoted: [] },
      ],
    })
  })

  test('a report stays below its item, line by line, its empty lines too', () => {
    expect(layOut(['- Report, as written:', '  | First line.', '  |', '  | Third line.'])).toEqual({
      is: 'items',
      items: [{ lead: '', text: 'Report, as written:', quoted: ['First line.', '', 'Third line.'] }],
    })
  })

  test('a sentence with a colon has no lead', () => {
    expect(layOut(['- Please see the patient now: it is urgent.', '- a: b'])).toEqual({
      is: 'items',
      items: [
        { lead: '', text: 'Please see the patient now: it is urgent.', quoted: [] },
        { lead: '', text: 'a: b', quoted: [] },
      ],
    })
  })

  test('any other lines stay as they are, but for those that were broken', () => {
    expect(layOut(['Referred by Ada, 15-Mar-2026.', 'Protocol p 1,', '  2c04.', ''])).toEqual({
      is: 'lines',
      lines: ['Referred by Ada, 15-Mar-2026.', 'Protocol p 1, 2c04.', ''],
    })
    expect(layOut([])).toEqual({ is: 'lines', lines: [] })
  })
})

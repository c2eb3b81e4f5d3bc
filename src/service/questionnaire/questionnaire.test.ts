import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ClinicUnderTest, clinicUnderTest, type Worker } from '../../../tests/clinic-under-test.ts'
import type { NewLinkAnswer, PatientAnswersSent, Questionnaire } from '../api/questionnaire.ts'
import { loadTexts } from '../content/texts.ts'

let clinic: ClinicUnderTest
let nurse: Worker
let clinician: Worker
beforeAll(async () => {
  clinic = await clinicUnderTest()
})
// Some tests let hours pass, and sessions end.
beforeEach(async () => {
  nurse = await clinic.worker('nurse', 'demo', 'nurse')
  clinician = await clinic.worker('clinician', 'demo', 'clinician')
})
afterAll(() => clinic.close())

/** Another patient of the same name each time. */
const register = (worker: Worker, over: object = {}) => worker.register(over, { confirmedNew: true })

async function linkFor(episodeId: string, hours = 24): Promise<{ code: string; id: string }> {
  const path = `/api/episodes/${episodeId}/questionnaires`
  const answer = await nurse.browser.send('POST', path, { body: { hours } })
  expect(answer.statusCode, answer.body).toBe(201)
  const { link, path: address } = answer.json() as NewLinkAnswer
  return { code: address.replace('/q/', ''), id: link.id }
}

/** As a phone: no session, and nothing but the code. */
const phone = (path: string, body: object) => clinic.browser().send('POST', path, { body })
const open = (code: string, language?: string) =>
  phone('/api/questionnaire', { code, ...(language === undefined ? {} : { language }) })
const questions = async (code: string, language = 'es') =>
  ((await open(code, language)).json() as Questionnaire).text ?? { version: '', questions: [], safety: undefined }

async function send(code: string, answers: PatientAnswersSent, language = 'es') {
  const { version } = await questions(code, language)
  return phone('/api/questionnaire/answers', { code, language, version, answers })
}

describe('a link', () => {
  test('opens questions in every language, without a name, a number or an answer', async () => {
    const { episodeId } = await register(nurse, { familyName: 'Quebec' })
    const { code } = await linkFor(episodeId)
    const before = await questions(code, 'uk')
    await clinician.recordAll(episodeId, [{ type: 'answered', payload: { findings: { fever: 'present' } } }])
    expect(await questions(code, 'uk')).toEqual(before)
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{30}$/)
    const opened: Questionnaire = (await open(code)).json()
    expect(opened.languages.map(({ language, reviewed }) => [language, reviewed])).toEqual([
      ['en', false],
      ['ar', false],
      ['es', false],
      ['uk', false],
    ])
    expect(opened).toMatchObject({ demo: true })
    const answer = await open(code, 'uk')
    expect(answer.body).toContain('Чи була у вас гарячка?')
    for (const secret of ['Quebec', 'Zenobia', 'RN-77123', '1975', episodeId]) expect(answer.body).not.toContain(secret)
  })

  test('asks what cannot wait first, and neither what is known nor what cannot apply', async () => {
    const { episodeId } = await register(nurse)
    const { questions: asked } = await questions((await linkFor(episodeId)).code)
    const ids = asked.map(({ id }) => id)
    expect(ids.slice(0, 7)).toEqual([
      'urinaryIncontinence',
      'faecalIncontinence',
      'newDifficultyPassingUrine',
      'saddleNumbness',
      'weaknessInBothLegs',
      'progressiveDeficit',
      'regions',
    ])
    expect(ids.at(-1)).toBe('activities')
    // A man of known age, who has had no treatment yet.
    for (const id of [
      'ageYears',
      'sexAtBirth',
      'pregnant',
      'onsetDate',
      'reviewOutcome',
      'painResolved',
      'esrMmPerHour',
    ])
      expect(ids).not.toContain(id)
    expect(asked.find(({ id }) => id === 'durationDays')).toMatchObject({
      kind: 'amount',
      units: ['d', 'wk', 'mo', 'a'],
    })
    expect(asked.find(({ id }) => id === 'temperatureCelsius')?.units).toEqual(['Cel', '[degF]'])
    expect(asked.find(({ id }) => id === 'primarySite')?.askedWhen).toEqual([
      { question: 'cancerHistory', values: ['past', 'current'] },
      { question: 'treatedForCancer', values: ['present'] },
    ])
  })

  test('asks a woman of fitting age whether she is pregnant, and after treatment whether it helped', async () => {
    const { episodeId } = await register(clinician, { sexAtBirth: 'female', birthDate: '1996-01-01' })
    await clinician.recordAll(episodeId, [
      { type: 'treatmentStarted', payload: { treatment: 'other', startedOn: '2026-03-01' } },
    ])
    const { questions: asked } = await questions((await linkFor(episodeId)).code)
    expect(asked.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['pregnant', 'pregnancyWeeks', 'reviewOutcome', 'painResolved']),
    )
    expect(asked.find(({ id }) => id === 'pregnancyWeeks')?.askedWhen).toEqual([
      { question: 'pregnant', values: ['present'] },
    ])
  })

  test('is kept hashed: no file and no log line holds its code', async () => {
    const { episodeId } = await register(nurse)
    const { code } = await linkFor(episodeId)
    await open(code)
    expect(clinic.logLines.join('\n')).not.toContain(code)
    const listed = await nurse.browser.send('GET', `/api/episodes/${episodeId}/questionnaires`)
    expect(listed.json().links).toHaveLength(1)
    expect(listed.body).not.toContain(code)
  })

  test('is read as it was typed too: small letters, look-alikes, spaces', async () => {
    const { code } = await linkFor((await register(nurse)).episodeId)
    const typed = code
      .toLowerCase()
      .replaceAll('0', 'o')
      .replaceAll(/(.{5})/g, '$1 ')
    expect((await open(typed)).statusCode).toBe(200)
  })

  test('says so when it is wrong, too old, stopped or used', async () => {
    expect((await open('0'.repeat(30))).json().code).toBe('PLB_QUESTIONNAIRE_UNKNOWN')
    const { episodeId } = await register(nurse)
    const stopped = await linkFor(episodeId)
    const path = `/api/episodes/${episodeId}/questionnaires/${stopped.id}`
    expect((await nurse.browser.send('DELETE', path)).statusCode).toBe(204)
    expect((await open(stopped.code)).json().code).toBe('PLB_QUESTIONNAIRE_REVOKED')
    const used = await linkFor(episodeId)
    expect((await send(used.code, { fever: 'absent' })).statusCode).toBe(204)
    expect((await open(used.code)).json().code).toBe('PLB_QUESTIONNAIRE_USED')
    const old = await linkFor(episodeId, 1)
    clinic.passSeconds(3599)
    expect((await open(old.code)).statusCode).toBe(200)
    clinic.passSeconds(1)
    expect((await open(old.code)).json().code).toBe('PLB_QUESTIONNAIRE_EXPIRED')
  })

  test('of an episode that is closed asks nobody', async () => {
    const { episodeId } = await register(clinician)
    const { code } = await linkFor(episodeId)
    await clinician.recordAll(episodeId, [{ type: 'closed', payload: { reason: 'Moved away' } }])
    expect((await open(code)).json().code).toBe('PLB_QUESTIONNAIRE_REVOKED')
    const again = await nurse.browser.send('POST', `/api/episodes/${episodeId}/questionnaires`, { body: {} })
    expect(again.json().code).toBe('PLB_QUESTIONNAIRE_EPISODE_CLOSED')
  })

  test('makes a guesser wait, and nobody who has the right one', async () => {
    const { code } = await linkFor((await register(nurse)).episodeId)
    for (let right = 0; right < 30; right++) expect((await open(code)).statusCode).toBe(200)
    const statuses: number[] = []
    for (let guess = 0; guess < 12; guess++) statuses.push((await open(`${guess}`.repeat(30).slice(0, 30))).statusCode)
    expect(statuses.at(-1)).toBe(429)
    clinic.passSeconds(3601)
    expect((await open(code)).statusCode).toBe(200)
  })
})

describe('what a patient sends', () => {
  test('is what the patient said, in the protocol’s units, and decides nothing', async () => {
    const { episodeId } = await register(nurse)
    const before = (await clinician.see(episodeId)).state.decision
    const sent = await send((await linkFor(episodeId)).code, {
      saddleNumbness: 'present',
      fever: 'notKnown',
      durationDays: { amount: 6, unit: 'wk' },
      temperatureCelsius: { amount: 100.4, unit: '[degF]' },
      severity: { amount: 7, unit: '{score}' },
      regions: ['lowerBack', 'leftThigh'],
      activities: 'notKnown',
      primarySite: 'lung', // not asked, since no cancer was said
    })
    expect(sent.statusCode, sent.body).toBe(204)
    const { state } = await clinician.see(episodeId)
    expect(state.decision).toEqual(before)
    expect(state.urgency).toBeUndefined()
    expect(Object.keys(state.findings).sort()).toEqual(['birthDate', 'sexAtBirth'])
    const observedOn = state.asOf
    expect(state.patientAnswers.at(-1)).toMatchObject({
      by: 'patient',
      language: 'es',
      findings: {
        saddleNumbness: { value: 'present', observedOn },
        fever: { value: 'notKnown', observedOn },
        durationDays: { value: 42, observedOn },
        temperatureCelsius: { value: 38, observedOn },
        severity: { value: 7, observedOn },
      },
      said: { durationDays: { amount: 6, unit: 'wk' }, temperatureCelsius: { amount: 100.4, unit: '[degF]' } },
      description: { regions: ['lowerBack', 'leftThigh'], activities: [] },
    })
    expect(Object.keys(state.patientAnswers.at(-1)?.findings ?? {})).not.toContain('primarySite')
    expect(state.worklist.map(({ kind }) => kind)).toContain('patientAnswers')
  })

  test('stands in the letter as not confirmed, and the finding as not known', async () => {
    const { episodeId } = await register(nurse)
    await send((await linkFor(episodeId)).code, { saddleNumbness: 'present', regions: ['lowerBack'] })
    const letter = async () => {
      const text: string = (await clinician.browser.send('GET', `/api/episodes/${episodeId}/letter`)).json().text
      return text.replaceAll(/\s+/g, ' ')
    }
    expect(await letter()).toContain(
      'PATIENT SAID BEFORE THE VISIT, NOT CONFIRMED: NOTHING WAS DECIDED ON IT - saddle numbness: present',
    )
    expect(await letter()).toMatch(/NOT KNOWN.*saddle numbness/)
    await clinician.recordAll(episodeId, [
      { type: 'answered', payload: { findings: { saddleNumbness: 'absent' } } },
      { type: 'described', payload: { description: { regions: ['lowerBack'], activities: ['walking'] } } },
    ])
    expect(await letter()).not.toContain('PATIENT SAID')
    expect(await letter()).toContain('What the patient cannot do because of the pain: walking')
  })

  test('is taken once, also where the answer was lost on the way', async () => {
    const { episodeId } = await register(nurse)
    const { code } = await linkFor(episodeId)
    const { version } = await questions(code)
    const body = { code, language: 'es', version, answers: { fever: 'present' } }
    const [one, two] = await Promise.all([
      phone('/api/questionnaire/answers', body),
      phone('/api/questionnaire/answers', body),
    ])
    expect([one.statusCode, two.statusCode]).toEqual([204, 204])
    expect((await phone('/api/questionnaire/answers', body)).statusCode).toBe(204)
    const other = await phone('/api/questionnaire/answers', { ...body, answers: { fever: 'absent' } })
    expect(other.json().code).toBe('PLB_QUESTIONNAIRE_USED')
    expect((await clinician.see(episodeId)).state.patientAnswers).toHaveLength(1)
  })

  test.each([
    ['a finding nobody asked for', { esrMmPerHour: { amount: 5, unit: 'mm/h' } }],
    ['a value that was not offered', { fever: 'perhaps' }],
    ['a number out of range', { durationDays: { amount: 900, unit: 'a' } }],
    ['a unit of something else', { durationDays: { amount: 3, unit: 'Cel' } }],
    ['a place that is not on the chart', { regions: ['moon'] }],
    ['nothing at all', {}],
  ] as [string, PatientAnswersSent][])('is refused whole for %s, and the link still works', async (_, answers) => {
    const { episodeId } = await register(nurse)
    const { code } = await linkFor(episodeId)
    const refused = await send(code, { ...answers })
    expect(refused.json().code).toBe('PLB_QUESTIONNAIRE_REFUSED')
    expect(refused.body).not.toContain('perhaps')
    expect((await open(code)).statusCode).toBe(200)
    expect((await clinician.see(episodeId)).state.patientAnswers).toEqual([])
  })

  test('to questions that have changed since is not taken', async () => {
    const { code } = await linkFor((await register(nurse)).episodeId)
    const body = { code, language: 'es', version: 'another', answers: { fever: 'present' } }
    expect((await phone('/api/questionnaire/answers', body)).json().code).toBe('PLB_QUESTIONNAIRE_CHANGED')
  })

  test('cannot be recorded by an account', async () => {
    const { episodeId } = await register(clinician)
    const payload = { link: 'x', language: 'en', findings: {}, said: {}, description: {}, text: {} }
    expect((await clinician.record(episodeId, [{ type: 'patientAnswered', payload }])).statusCode).toBe(400)
  })
})

describe('the safety text', () => {
  test('is the same whoever asks and whatever is known of them', async () => {
    const { episodeId: one } = await register(nurse)
    const { episodeId: other } = await register(clinician, { sexAtBirth: 'female' })
    await clinician.recordAll(other, [{ type: 'answered', payload: { findings: { saddleNumbness: 'present' } } }])
    const first = (await questions((await linkFor(one)).code, 'en')).safety
    expect(first?.signs).toContain('numbness between the legs')
    expect((await questions((await linkFor(other)).code, 'en')).safety).toEqual(first)
  })
})

describe('a real patient', () => {
  test('is offered no text that nobody has reviewed, in any language', async () => {
    const real = await clinic.worker('clinician', 'real', 'clinician')
    const { episodeId } = await register(real)
    const path = `/api/episodes/${episodeId}/questionnaires`
    expect((await real.browser.send('GET', path)).json().languages).toEqual([])
    expect((await real.browser.send('POST', path, { body: {} })).json().code).toBe('PLB_TEXT_NOT_REVIEWED')
    for (const language of ['es', 'uk', 'ar', 'xx']) {
      const handout = await real.browser.send('GET', `/api/episodes/${episodeId}/handout?language=${language}`)
      expect(handout.json().code).toBe('PLB_TEXT_NOT_REVIEWED')
    }
  })

  test('is offered what the site has reviewed, and nothing else', async () => {
    const hashOf = (id: string) =>
      [...loadTexts().questionnaires, ...loadTexts().handouts].find((text) => text.id === id)?.hash ?? ''
    const by = { reviewedBy: 'The lead of the test', reviewedOn: '2026-03-01' }
    const siteReviews = ['uk/questionnaire', 'uk/handout'].map((text) => ({ text, hash: hashOf(text), ...by }))
    const reviewing = await clinicUnderTest({ siteReviews })
    const real = await reviewing.worker('clinician')
    const { episodeId } = await register(real)
    const made = await real.browser.send('POST', `/api/episodes/${episodeId}/questionnaires`, { body: {} })
    const code = (made.json() as NewLinkAnswer).path.replace('/q/', '')
    const ask = (language: string) =>
      reviewing.browser().send('POST', '/api/questionnaire', { body: { code, language } })
    expect((await ask('uk')).json()).toMatchObject({ demo: false, languages: [{ language: 'uk', reviewed: true }] })
    expect((await ask('en')).json().code).toBe('PLB_TEXT_NOT_REVIEWED')
    const handout = await real.browser.send('GET', `/api/episodes/${episodeId}/handout?language=uk`)
    expect(handout.json()).toMatchObject({ language: 'uk', marks: [] })
    expect(handout.json().text).toContain('Текст перевірено: The lead of the test, 1 березня 2026')
    await reviewing.close()
  })
})

describe('the handout of an invented patient', () => {
  test.each([
    ['en', 'ltr', 'Your back pain', 'This text has not been reviewed by a clinician yet.'],
    ['es', 'ltr', 'Su dolor de espalda', 'Ningún profesional ha revisado todavía este texto.'],
    ['uk', 'ltr', 'Біль у спині', 'Цей текст ще не перевірив жоден медик.'],
    ['ar', 'rtl', 'ألم ظهرك', 'لم يراجع أي طبيب هذا النص بعد.'],
  ])('in %s runs %s and is marked in its own language and in English', async (language, direction, title, mark) => {
    const { episodeId } = await register(nurse)
    const path = `/api/episodes/${episodeId}/handout?language=${language}`
    const handout = (await nurse.browser.send('GET', path)).json()
    expect(handout).toMatchObject({ language, direction })
    expect(handout.text).toContain(title.toUpperCase())
    expect(handout.marks.join('\n')).toContain(mark)
    expect(handout.marks.join('\n')).toContain('This text has not been reviewed by a clinician yet.')
    expect(handout.marks).toContain('DEMO – not a real patient')
    // Nothing is known of this patient yet, so nothing is said of what happens next: only when to come back at once.
    const headed = handout.parts.filter(({ heading }: { heading?: string }) => heading !== undefined)
    expect(headed).toHaveLength(1)
    expect(headed[0].lines.length).toBeGreaterThan(3)
  })
})

import { useCallback, useEffect, useState } from 'react'
import type { PatientAnswersSent, Questionnaire } from '../../service/api/questionnaire.ts'
import { Answering } from './answering.tsx'
import { Failed, type FailureWord, openQuestionnaire } from './api.ts'
import { Fault, Marks, PatientPage } from './frame.tsx'
import { forget, keep, recall } from './kept.ts'
import { firstOf, type Spoken, wordsIn } from './words.ts'

/** Everything behind one link: the languages, then the questions in one of them. */
export function QuestionnairePage({ code }: { readonly code: string }) {
  const [opened, setOpened] = useState<Questionnaire>()
  const [failure, setFailure] = useState<FailureWord>()
  const [answers, setAnswers] = useState<PatientAnswersSent>({})
  const [spoken, setSpoken] = useState<Spoken>(() => firstOf(navigator.languages))

  const load = useCallback(
    async (language?: string): Promise<void> => {
      try {
        setFailure(undefined)
        setOpened(await openQuestionnaire(code, language))
        if (language !== undefined) setSpoken(wordsIn(language))
      } catch (error) {
        const word = error instanceof Failed ? error.word : 'failNetwork'
        // What a link that works no more has left behind is of no use to anybody.
        if (word === 'failUsed' || word === 'failRevoked' || word === 'failExpired') forget(localStorage, code)
        setFailure(word)
      }
    },
    [code],
  )
  useEffect(() => {
    const kept = recall(localStorage, code, new Date())
    if (kept) setAnswers(kept.answers)
    void load(kept?.language)
  }, [code, load])

  const { words } = spoken
  if (failure !== undefined)
    return (
      <PatientPage spoken={spoken} heading={words.title}>
        <Fault title={words.failTitle}>{words[failure]}</Fault>
        {failure === 'failNetwork' || failure === 'failWait' ? (
          <button type="button" className="main-button" onClick={() => void load(opened?.text?.language)}>
            {words.tryAgain}
          </button>
        ) : null}
      </PatientPage>
    )
  if (opened === undefined)
    return (
      <PatientPage spoken={spoken} heading={words.title}>
        <p role="status">{words.loading}</p>
      </PatientPage>
    )
  const { text, demo, expiresAt, languages } = opened
  if (text === undefined)
    return (
      <PatientPage spoken={spoken} heading={words.choose}>
        <div className="choices">
          {languages.map(({ language, name, direction }) => (
            <button
              key={language}
              type="button"
              className="choice"
              lang={language}
              dir={direction}
              onClick={() => void load(language)}
            >
              {name}
            </button>
          ))}
        </div>
      </PatientPage>
    )
  const reviewed = languages.find(({ language }) => language === text.language)?.reviewed === true
  const change = (next: PatientAnswersSent): void => {
    setAnswers(next)
    if (Object.keys(next).length === 0) forget(localStorage, code)
    else keep(localStorage, code, { expiresAt, language: text.language, answers: next })
  }
  return (
    <Answering
      key={text.version}
      code={code}
      text={text}
      expiresAt={expiresAt}
      spoken={spoken}
      answers={answers}
      onAnswers={change}
      onSent={() => forget(localStorage, code)}
      onLanguages={languages.length > 1 ? () => setOpened({ expiresAt, demo, languages }) : undefined}
      onChanged={() => void load(text.language)}
      marks={<Marks spoken={spoken} demo={demo} reviewed={reviewed} />}
    />
  )
}

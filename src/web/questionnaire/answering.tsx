import { type ReactNode, useEffect, useState } from 'react'
import type { PatientAnswersSent, PatientQuestion, Questionnaire } from '../../service/api/questionnaire.ts'
import { answerWords } from './answer-words.ts'
import { Failed, type FailureWord, sendAnswers } from './api.ts'
import { type Answer, type AnswerFault, askedNow, faultOf } from './asked.ts'
import { Fault, PatientPage, Safety } from './frame.tsx'
import { QuestionAnswers } from './question.tsx'
import { filled, questionsWords, type Spoken, timeWords } from './words.ts'

interface Props {
  readonly code: string
  readonly text: NonNullable<Questionnaire['text']>
  readonly expiresAt: string
  readonly spoken: Spoken
  readonly answers: PatientAnswersSent
  readonly onAnswers: (answers: PatientAnswersSent) => void
  readonly onSent: () => void
  readonly onLanguages: (() => void) | undefined
  readonly onChanged: () => void
  readonly marks: ReactNode
}

/** Where the patient is: the start, one question, the check, the end. The browser's own Back goes back too. */
type Step = 'start' | 'check' | 'sent' | { readonly question: string }

function useStep(): readonly [Step, (step: Step) => void] {
  const [step, setStep] = useState<Step>('start')
  useEffect(() => {
    const back = ({ state }: PopStateEvent): void => setStep((now) => (now === 'sent' ? now : (state?.step ?? 'start')))
    window.addEventListener('popstate', back)
    return () => window.removeEventListener('popstate', back)
  }, [])
  const go = (next: Step): void => {
    window.history.pushState({ step: next }, '')
    setStep(next)
  }
  return [step, go]
}

/** The questions, one a page, and what is before and after them. */
export function Answering(props: Props) {
  const { text, answers, spoken, marks, onAnswers, onSent } = props
  const [step, go] = useStep()
  const [returns, setReturns] = useState(false)
  const asked = askedNow(text.questions, answers)
  const { words } = spoken
  if (step === 'sent')
    return (
      <PatientPage spoken={spoken} heading={words.sentTitle} marks={marks}>
        <p>{words.sent}</p>
        <Safety safety={text.safety} />
      </PatientPage>
    )
  if (step === 'start')
    return (
      <Start
        {...props}
        count={asked.length}
        onStart={() => {
          const open = asked.find((question) => faultOf(question, answers[question.id]) !== undefined)
          go(open ? { question: open.id } : 'check')
        }}
      />
    )
  if (step === 'check')
    return (
      <Check
        {...props}
        asked={asked}
        onChange={(question) => {
          setReturns(true)
          go({ question })
        }}
        onDone={() => {
          onSent()
          go('sent')
        }}
      />
    )
  const index = Math.max(
    0,
    asked.findIndex(({ id }) => id === step.question),
  )
  const question = asked[index]
  if (question === undefined) return null
  return (
    <OneQuestion
      key={question.id}
      question={question}
      answer={answers[question.id]}
      spoken={spoken}
      marks={marks}
      progress={filled(words.progress, { number: index + 1, count: asked.length })}
      onAnswer={(answer) => {
        const { [question.id]: _, ...others } = answers
        onAnswers(answer === undefined ? others : { ...others, [question.id]: answer })
      }}
      onNext={() => {
        const following = asked.slice(index + 1)
        // Changing one answer leads back to the check, unless it opens a question that has none yet.
        const next = returns ? following.find((each) => answers[each.id] === undefined) : following[0]
        if (next === undefined) setReturns(false)
        go(next ? { question: next.id } : 'check')
      }}
      onBack={() => window.history.back()}
    />
  )
}

function Start({
  text,
  spoken,
  expiresAt,
  answers,
  onAnswers,
  onLanguages,
  count,
  onStart,
  marks,
}: Props & { readonly count: number; readonly onStart: () => void }) {
  const { words } = spoken
  const isBegun = Object.keys(answers).length > 0
  return (
    <PatientPage spoken={spoken} heading={words.title} marks={marks}>
      <Safety safety={text.safety} />
      <p>{words.intro}</p>
      <p>{questionsWords(spoken, count)}</p>
      <p>{filled(words.resume, { date: timeWords(spoken, expiresAt) })}</p>
      <p>{words.privacy}</p>
      <p>{words.notYours}</p>
      <div className="buttons">
        <button type="button" className="main-button" onClick={onStart}>
          {isBegun ? words.goOn : words.start}
        </button>
      </div>
      {isBegun ? (
        <button type="button" className="link" onClick={() => onAnswers({})}>
          {words.startAgain}
        </button>
      ) : null}
      {onLanguages ? (
        <button type="button" className="link" onClick={onLanguages}>
          {words.choose}
        </button>
      ) : null}
    </PatientPage>
  )
}

function OneQuestion({
  question,
  answer,
  spoken,
  marks,
  progress,
  onAnswer,
  onNext,
  onBack,
}: {
  readonly question: PatientQuestion
  readonly answer: Answer | undefined
  readonly spoken: Spoken
  readonly marks: ReactNode
  readonly progress: string
  readonly onAnswer: (answer: Answer | undefined) => void
  readonly onNext: () => void
  readonly onBack: () => void
}) {
  const { words } = spoken
  const [fault, setFault] = useState<AnswerFault>()
  const ids = { label: 'question-text', help: 'question-why' }
  return (
    <PatientPage spoken={spoken} heading={question.question} marks={marks}>
      <span id={ids.label} hidden>
        {question.question}
      </span>
      <p className="progress">{progress}</p>
      <details>
        <summary>{words.why}</summary>
        <p id={ids.help}>{question.why}</p>
      </details>
      {fault ? (
        <Fault key={fault} title={words.failTitle}>
          {words[fault]}
        </Fault>
      ) : null}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const wrong = faultOf(question, answer)
          setFault(wrong)
          if (wrong === undefined) onNext()
        }}
      >
        <QuestionAnswers
          question={question}
          answer={answer}
          spoken={spoken}
          labelledBy={ids.label}
          describedBy={ids.help}
          onAnswer={(next) => {
            setFault(undefined)
            onAnswer(next)
          }}
        />
        <div className="buttons">
          <button type="button" className="button" onClick={onBack}>
            {words.back}
          </button>
          <button type="submit" className="main-button">
            {words.next}
          </button>
        </div>
      </form>
    </PatientPage>
  )
}

function Check({
  code,
  text,
  spoken,
  answers,
  asked,
  marks,
  onChange,
  onChanged,
  onDone,
}: Props & {
  readonly asked: readonly PatientQuestion[]
  readonly onChange: (question: string) => void
  readonly onDone: () => void
}) {
  const { words } = spoken
  const [sending, setSending] = useState(false)
  const [failure, setFailure] = useState<FailureWord>()
  const [refused, setRefused] = useState<readonly string[]>([])
  const send = async (): Promise<void> => {
    setSending(true)
    setFailure(undefined)
    try {
      const given = asked.flatMap(({ id }) => (answers[id] === undefined ? [] : [[id, answers[id]] as const]))
      const { language, version } = text
      await sendAnswers({ code, language, version, answers: Object.fromEntries(given) })
      onDone()
    } catch (error) {
      const failed = error instanceof Failed ? error : new Failed('failNetwork')
      setFailure(failed.word)
      setRefused(failed.questions)
      setSending(false)
      if (failed.word === 'failChanged') onChanged()
    }
  }
  return (
    <PatientPage spoken={spoken} heading={words.checkTitle} marks={marks}>
      <p>{words.checkLead}</p>
      {failure ? <Fault title={words.failTitle}>{words[failure]}</Fault> : null}
      <dl className="check">
        {asked.map((question) => (
          <div key={question.id} className={refused.includes(question.id) ? 'check-row check-refused' : 'check-row'}>
            <dt id={`asked-${question.id}`}>{question.question}</dt>
            <dd>
              <span>{answerWords(question, answers[question.id], spoken)}</span>
              <button
                type="button"
                className="link"
                aria-describedby={`asked-${question.id}`}
                onClick={() => onChange(question.id)}
              >
                {words.change}
              </button>
            </dd>
          </div>
        ))}
      </dl>
      <Safety safety={text.safety} />
      <div className="buttons">
        <button type="button" className="main-button" disabled={sending} onClick={() => void send()}>
          {sending ? words.sending : words.send}
        </button>
      </div>
    </PatientPage>
  )
}

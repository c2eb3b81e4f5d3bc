import type { Outcome, Stance } from '../../src/language/decision.ts'
import type { FindingDefinition } from '../../src/language/finding.ts'
import type { ConditionDefinition, DecisionDefinition, NextStep, Protocol } from '../../src/language/protocol.ts'
import { eachLayer, type Layers, type Mutant, swapped, withDecision, withDefinition, withRule } from './mutant.ts'

/*
 * Mutants of what is said: stances, actions and kinds of answers, their order, what is shown, what is cited, the list of
 * next steps, and every text taken for the one beside it.
 */

/** A mutant as a change of any layer. */
interface Change extends Omit<Mutant, 'make'> {
  readonly change: (protocol: Protocol) => Protocol
}

/**
 * Every mutant of what is said.
 *
 * @example saidMutants({ source, standard }).filter(({ kind }) => kind === 'change a stance').length // more than a hundred
 */
export function saidMutants(layers: Layers): readonly Mutant[] {
  // The last layer has all that the others have.
  const last = Object.values(layers).at(-1)
  if (!last) return []
  const changes = [
    ...last.decisions.flatMap(ofDecision),
    ...ofAdvice(last),
    ...last.conditions.flatMap(ofCondition),
    ...ofCitations(last),
    ...last.nextSteps.flatMap(ofNextStep),
    ...ofTexts(last),
  ]
  return changes.map(({ change, ...rest }) => ({ ...rest, make: () => eachLayer(layers, change) }))
}

/** The stance that one is most easily taken for. */
function otherStance(stance: Stance | undefined): Stance {
  if (stance === 'recommended') return 'consider'
  return stance === 'withhold' ? 'not advised' : stance === 'not advised' ? 'withhold' : 'recommended'
}

function ofDecision({ id, kind, outcomes }: DecisionDefinition): readonly Change[] {
  const withOutcomes = (change: (outcomes: readonly Outcome[]) => readonly Outcome[]) => (protocol: Protocol) =>
    withDecision(protocol, id, (decision) => ({ ...decision, outcomes: change(decision.outcomes) }))
  const withOutcome = (name: string, change: (outcome: Outcome) => Outcome) =>
    withOutcomes((list) => list.map((each) => (each.id === name ? change(each) : each)))
  const other = kind === 'advice' ? 'order' : 'advice'
  return [
    {
      kind: 'change a kind',
      piece: id,
      description: `“${other}” in place of “${kind}”`,
      beyondProof: true,
      change: (protocol) => withDecision(protocol, id, (decision) => ({ ...decision, kind: other })),
    },
    ...outcomes.flatMap(({ id: name, stance, action }): readonly Change[] => [
      {
        kind: 'change a stance',
        piece: `${id} ${name}`,
        description: `“${otherStance(stance)}” in place of “${stance ?? 'none'}”`,
        beyondProof: true,
        change: withOutcome(name, (outcome) => ({ ...outcome, stance: otherStance(stance) })),
      },
      ...(stance
        ? [
            {
              kind: 'change a stance',
              piece: `${id} ${name}`,
              description: `asks nothing in place of “${stance}”`,
              beyondProof: true as const,
              change: withOutcome(name, ({ stance: _, ...outcome }) => outcome),
            },
          ]
        : []),
      ...(action
        ? [
            {
              kind: 'change an action',
              piece: `${id} ${name}`,
              description: `not “${action}”`,
              beyondProof: true as const,
              change: withOutcome(name, ({ action: _, ...outcome }) => outcome),
            },
          ]
        : []),
    ]),
    ...outcomes.slice(1).flatMap((outcome, before): readonly Change[] => {
      const weaker = outcomes[before]
      if (!weaker) return []
      const piece = `${id} ${outcome.id}`
      const reordered: Change = {
        kind: 'reorder outcomes',
        piece,
        description: `weaker than ${weaker.id}`,
        change: withOutcomes((list) => swapped(list, before, before + 1)),
      }
      // The stance tells them apart, not the text.
      if (outcome.label === weaker.label) return [reordered]
      return [
        reordered,
        {
          kind: 'swap texts',
          piece,
          description: `with the text of ${weaker.id}`,
          beyondProof: true,
          change: withOutcomes((list) =>
            list.map((each) =>
              each.id === outcome.id
                ? { ...each, label: weaker.label }
                : each.id === weaker.id
                  ? { ...each, label: outcome.label }
                  : each,
            ),
          ),
        },
      ]
    }),
  ]
}

/** Each sentence of advice taken for the next. */
function ofAdvice({ decisions }: Protocol): readonly Change[] {
  const sentences = decisions.flatMap(({ id, kind, outcomes }) => {
    const said = outcomes.find(({ stance }) => stance !== undefined)
    return kind === 'advice' && said ? [{ id, said }] : []
  })
  return sentences.map(({ id, said }, index) => {
    const next = sentences[(index + 1) % sentences.length] ?? { id, said }
    return {
      kind: 'swap texts',
      piece: id,
      description: `says what ${next.id} says`,
      beyondProof: true,
      change: (protocol) =>
        withDecision(protocol, id, (decision) => ({
          ...decision,
          outcomes: decision.outcomes.map((each) => (each.id === said.id ? { ...each, label: next.said.label } : each)),
        })),
    }
  })
}

function ofCondition({ id, shows, definitions }: ConditionDefinition): readonly Change[] {
  const others = (['red flag', 'feature', 'note', undefined] as const).filter((each) => each !== shows)
  const showing = (other: ConditionDefinition['shows']) => (protocol: Protocol) => ({
    ...protocol,
    conditions: protocol.conditions.map((each) => {
      if (each.id !== id) return each
      const { shows: _, ...rest } = each
      return other ? { ...rest, shows: other } : rest
    }),
  })
  return [
    ...others.map(
      (other): Change => ({
        kind: 'change what is shown',
        piece: id,
        description: other ? `as a ${other}` : 'not at all',
        beyondProof: true,
        change: showing(other),
      }),
    ),
    ...(shows ? definitions.slice(1) : []).map((definition, before): Change => {
      const other = definitions[before] ?? definition
      const labels = new Map([
        [definition.id, other.label],
        [other.id, definition.label],
      ])
      return {
        kind: 'swap texts',
        piece: definition.id,
        description: `with the label of ${other.id}`,
        beyondProof: true,
        change: (protocol) =>
          [...labels].reduce(
            (left, [name, label]) => withDefinition(left, name, (each) => ({ ...each, label })),
            protocol,
          ),
      }
    }),
  ]
}

/** Each statement left out where a rule or a definition cites several. */
function ofCitations({ conditions, decisions }: Protocol): readonly Change[] {
  const pieces = [...conditions.flatMap(({ definitions }) => definitions), ...decisions.flatMap(({ rules }) => rules)]
  return pieces.flatMap(({ id, statements }) =>
    statements.length < 2
      ? []
      : statements.map((statement): Change => {
          const uncite = <T extends { readonly statements: readonly string[] }>(piece: T): T => ({
            ...piece,
            statements: piece.statements.filter((each) => each !== statement),
          })
          return {
            kind: 'drop a citation',
            piece: id,
            description: `does not cite ${statement}`,
            change: (protocol) => withDefinition(withRule(protocol, id, uncite), id, uncite),
          }
        }),
  )
}

function ofNextStep({ id, does, given }: NextStep, place: number, list: readonly NextStep[]): readonly Change[] {
  const steps = (change: (steps: readonly NextStep[]) => readonly NextStep[]) => (protocol: Protocol) => ({
    ...protocol,
    nextSteps: change(protocol.nextSteps),
  })
  const own = (change: (step: NextStep) => NextStep) =>
    steps((all) => all.map((each) => (each.id === id ? change(each) : each)))
  const next = list[place + 1]
  const mutant = (description: string, change: Change['change']): Change => ({
    kind: 'change the next steps',
    piece: id,
    description,
    beyondProof: true,
    change,
  })
  return [
    mutant(
      'not there',
      steps((all) => all.filter((each) => each.id !== id)),
    ),
    ...(next
      ? [
          mutant(
            `after ${next.id}`,
            steps((all) => {
              const [one, other] = [id, next.id].map((name) => all.findIndex((each) => each.id === name))
              return one === undefined || other === undefined || one < 0 || other < 0 ? all : swapped(all, one, other)
            }),
          ),
        ]
      : []),
    ...(given
      ? [
          mutant(
            'under no condition',
            own(({ given: _, ...rest }) => rest),
          ),
        ]
      : []),
    ...(does.length < 2 ? [] : does).map(({ decision }) =>
      mutant(
        `without ${decision}`,
        own((step) => ({ ...step, does: step.does.filter((match) => match.decision !== decision) })),
      ),
    ),
    ...does.flatMap(({ decision, outcomes }) =>
      (outcomes.length < 2 ? [] : outcomes).map((outcome) =>
        mutant(
          `not for ${decision} ${outcome}`,
          own((step) => ({
            ...step,
            does: step.does.map((match) =>
              match.decision === decision
                ? { ...match, outcomes: match.outcomes.filter((each) => each !== outcome) }
                : match,
            ),
          })),
        ),
      ),
    ),
  ]
}

/** Every text of a finding taken for that of the next one of its group, and of a next step for that of the next. */
function ofTexts({ findings, nextSteps }: Protocol): readonly Change[] {
  const asked = findings.flatMap((finding) => {
    const own = findings.filter(({ group }) => group === finding.group)
    const other = own[(own.indexOf(finding) + 1) % own.length]
    return other && other !== finding ? textsSwapped(finding, other) : []
  })
  const steps = nextSteps.slice(1).map((step, before): Change => {
    const other = nextSteps[before] ?? step
    return {
      kind: 'swap texts',
      piece: step.id,
      description: `with the label of ${other.id}`,
      beyondProof: true,
      change: (protocol) => ({
        ...protocol,
        nextSteps: protocol.nextSteps.map((each) => (each.id === step.id ? { ...each, label: other.label } : each)),
      }),
    }
  })
  return [...asked, ...steps]
}

function textsSwapped({ id }: FindingDefinition, other: FindingDefinition): readonly Change[] {
  return (['label', 'question', 'patientQuestion'] as const).flatMap((text): readonly Change[] => {
    const taken = other[text]
    if (taken === undefined) return []
    return [
      {
        kind: 'swap texts',
        piece: id,
        description: `with the ${text} of ${other.id}`,
        beyondProof: true,
        change: (protocol) => ({
          ...protocol,
          findings: protocol.findings.map((each) => (each.id === id ? { ...each, [text]: taken } : each)),
        }),
      },
    ]
  })
}

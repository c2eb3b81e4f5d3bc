import type { Hazard } from '../../language/hazard.ts'
import { hazardsOfAccess } from './access.ts'
import { hazardsOfDecisions } from './decisions.ts'
import { hazardsOfDocuments } from './documents.ts'
import { hazardsOfFindings } from './findings.ts'
import { hazardsOfFollowUp } from './follow-up.ts'
import { hazardsOfPatients } from './patients.ts'
import { hazardsOfPerson } from './person.ts'
import { hazardsOfRecords } from './records.ts'
import { hazardsOfResults } from './results.ts'
import { hazardsOfRunning } from './running.ts'
import { hazardsOfSystem } from './system.ts'
import { hazardsOfUse } from './use.ts'

/**
 * The hazard log. What a control is shown by must exist and hold: tests/safety-file.test.ts. No clinical safety officer has
 * agreed to these estimates; they are a proposal.
 */
export const hazards: readonly Hazard[] = [
  ...hazardsOfFindings,
  ...hazardsOfPerson,
  ...hazardsOfDecisions,
  ...hazardsOfUse,
  ...hazardsOfResults,
  ...hazardsOfFollowUp,
  ...hazardsOfDocuments,
  ...hazardsOfSystem,
  ...hazardsOfAccess,
  ...hazardsOfPatients,
  ...hazardsOfRunning,
  ...hazardsOfRecords,
]

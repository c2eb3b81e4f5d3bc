import type { ProjectorModule } from '../record/projector.ts'

/** What the record's thread keeps up to date beside the events: the worklist, and the list of patients. */
export const projectors: readonly ProjectorModule[] = [
  {
    moduleUrl: new URL('../care/worklist-projector.ts', import.meta.url).href,
    exportName: 'worklistProjector',
  },
  {
    moduleUrl: new URL('./patients/patients-projector.ts', import.meta.url).href,
    exportName: 'patientsProjector',
  },
]

/*
 * The rules of the house as data: which folder may know what (DESIGN's table of folders). The checks beside this file
 * read it; to change a rule, change a row here and say why in the commit.
 */

/** What one folder of `src` may know. */
export interface FolderRule {
  /** Folders it may import. */
  readonly may: readonly string[]
  /** Folders of which it may import types only. */
  readonly types?: readonly string[]
  /** npm packages it may import; `node:` stands for every module of Node. */
  readonly packages?: readonly string[]
  /** Knows no clock, chance, network or disk. */
  readonly pure?: true
}

/** The longest matching folder wins, so `service/api` has its own row. A folder without a row is refused. */
export const folders: Readonly<Record<string, FolderRule>> = {
  language: { may: [], packages: ['canonicalize', '@noble/hashes'], pure: true },
  protocol: { may: ['language'], pure: true },
  evaluate: { may: ['language', 'diagram'], pure: true },
  diagram: { may: ['language'], pure: true },
  verify: { may: ['language', 'diagram', 'evaluate'], pure: true },
  weave: { may: ['language'], types: ['evaluate', 'verify', 'care'], pure: true },
  cohort: { may: ['language'], packages: ['node:', '@duckdb/node-api'] },
  fhir: {
    may: ['language'],
    types: ['protocol', 'evaluate', 'care'],
    packages: ['@medplum/core', '@medplum/fhirtypes'],
    pure: true,
  },
  care: { may: ['language', 'evaluate'], pure: true },
  record: {
    may: ['language'],
    types: ['care'],
    packages: ['node:', '@photostructure/sqlite', '@noble/hashes', 'canonicalize', 'kysely', 'pg'],
  },
  'service/api': {
    // The parts of the worklist are named once, in care.
    may: ['language', 'care'],
    types: ['protocol', 'evaluate', 'weave'],
    packages: ['zod'],
    pure: true,
  },
  service: {
    may: [
      'language',
      'protocol',
      'evaluate',
      'diagram',
      'verify',
      'weave',
      'cohort',
      'fhir',
      'care',
      'record',
      'service/api',
    ],
    packages: [
      'node:',
      'fastify',
      'fastify-plugin',
      'fastify-type-provider-zod',
      '@fastify/cookie',
      '@fastify/helmet',
      '@fastify/static',
      '@fastify/swagger',
      '@node-rs/argon2',
      '@simplewebauthn/server',
      'jose',
      'kysely',
      'nodemailer',
      'openid-client',
      'pino',
      'zod',
    ],
  },
  web: {
    // The record that launched the app is read where it was launched: a lifetime of it never passes through the service.
    may: ['language', 'protocol', 'diagram', 'evaluate', 'weave', 'care', 'fhir', 'service/api'],
    packages: [
      '@mantine/core',
      '@mantine/hooks',
      '@simplewebauthn/browser',
      '@tanstack/react-query',
      'dexie',
      'fhirclient',
      'react',
      'react-dom',
      'react-router',
      'uqr',
    ],
  },
  cli: {
    may: [
      'language',
      'protocol',
      'evaluate',
      'diagram',
      'verify',
      'weave',
      'cohort',
      'fhir',
      'care',
      'record',
      'service',
      'service/api',
    ],
    packages: ['node:'],
  },
}

/** Where the adopted version of the protocol decides, and not the one that the build brings. */
export interface AdoptedVersionRule {
  /** The built-in version. */
  readonly builtIn: string
  readonly decidesIn: readonly string[]
  /** The one file there that may take it: as what is available. */
  readonly takenBy: string
  /** What to use. */
  readonly instead: string
}

export const adoptedVersion: AdoptedVersionRule = {
  builtIn: 'src/protocol/protocol.ts',
  decidesIn: ['src/service/', 'src/web/'],
  takenBy: 'src/service/protocol/version.ts',
  instead: 'a route is given it as `protocol`, a desk has it, and a screen imports src/web/protocol/adopted.ts',
}

/** What runs: everything else in `src` is reached from here, or is dead. Tests reach what supports them. */
export const entries = [
  'src/cli/main.ts',
  'src/web/main.tsx',
  'src/web/questionnaire/main.tsx',
  'src/web/offline/worker.ts',
  'src/web/decision/decider-worker.ts',
  // Read by the compiler alone: a build of a library that has no types.
  'src/web/smart/fhirclient.d.ts',
]

/** Names of folders that say nothing about what is inside. */
export const emptyFolderNames = ['utils', 'util', 'helpers', 'helper', 'common', 'shared', 'types', 'misc', 'lib']

/** No file and no function may be longer, but for the ratchets below, which only go down. */
export const limits = { fileLines: 450, functionLines: 90 }

/** Longer files, with their length. Lower the number when the file shrinks; drop the row when it is under the limit. */
export const longFiles: Readonly<Record<string, number>> = {
  // Generated: what was proved of each guarantee.
  'src/protocol/proved.ts': 520,
}

/** Longer functions, as `path#name`. */
export const longFunctions: Readonly<Record<string, number>> = {}

/** Licences of what the product ships: its dependencies, and what the web app bundles. */
export const shippedLicences = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
]

/** Licences of tools that build or test the product and are not part of it. */
export const toolLicences = [...shippedLicences, 'CC-BY-4.0', 'MPL-2.0', 'Python-2.0']

/**
 * Tools whose package names no licence of a list, each read by a person: the units library that CQL's engine needs is the
 * National Library of Medicine's own, free to use and give on with its notice.
 */
export const readLicences: Readonly<Record<string, string>> = {
  'node_modules/@lhncbc/ucum-lhc': 'SEE LICENSE IN LICENSE.md',
}

/** Where clinical words belong: the protocol, its codes in FHIR, and translations that people review. */
export const clinicalHomes = ['src/protocol/', 'src/fhir/', 'src/web/i18n/']

/** What no text of the product may name elsewhere: it would be a second place where the protocol is decided. */
export const clinicalWords = [
  'abscess',
  'analgesi',
  'aneurysm',
  'anticoagulant',
  'antibiotic',
  'back pain (that|with|at|in)',
  'cancer',
  'cauda',
  'celecoxib',
  'corticosteroid',
  'degenerative',
  'diclofenac',
  'disc disease',
  'ESR',
  'faecal',
  'fever',
  'fracture',
  'ibuprofen',
  'immunosuppress',
  'incontinence',
  'inflammat',
  'infection',
  'lytic',
  'metasta',
  'MRI',
  'myelopath',
  'naproxen',
  'neurosurg',
  'NSAID',
  'numbness',
  'orthopaed',
  'osteoporo',
  'paracetamol',
  'pregnan',
  'rheumatolog',
  'saddle',
  'sciatica',
  'trauma',
  'tubercul',
  'ulcer',
  'vascular',
  'vertebra',
  'weight loss',
  'x-?ray',
]

/**
 * Ids of the protocol that a folder or file (as the beginning of its path below src) is told, because its job is to
 * treat that very finding, test or decision. Everything else goes through the protocol's data (kind, group, stance).
 */
export const toldIds: Readonly<Record<string, readonly string[]>> = {
  // A status of every decision result, whatever the protocol; and two facts of every person, wherever people are kept.
  '': ['outOfScope', 'birthDate', 'sexAtBirth'],
  // An event of care stands for that very test, treatment or review; src/care/protocol-ids.ts names each.
  'care/': [
    'esr',
    'esrMmPerHour',
    'mri',
    'painResolved',
    'reviewClosesDays',
    'reviewOpensDays',
    'reviewOutcome',
    'specialistImaging',
    'treatmentStartedOn',
    'xray',
  ],
  // The screens on which results and reviews are entered leave the outcome of a review to one another.
  'web/results/': ['reviewOutcome'],
  'web/review/': ['reviewOutcome'],
  // The invented patients have findings, as cases do: this is data in the protocol's words, and decides nothing.
  'service/demo/': [
    'cancerHistory',
    'compressionFracture',
    'constantAndDull',
    'degenerative',
    'disturbsSleep',
    'durationDays',
    'esr',
    'esrMmPerHour',
    'faecalIncontinence',
    'newDifficultyPassingUrine',
    'nightPain',
    'nsaid',
    'numbnessOrSensoryLoss',
    'painResolved',
    'previousTreatment',
    'primarySite',
    'saddleNumbness',
    'surgicalReferral',
    'treatedForCancer',
    'unexplainedWeightLoss',
    'urinaryIncontinence',
    'xray',
  ],
}

import { careEventTypes } from '../care/events.ts'
import { type Role, roles } from '../service/api/role.ts'
import { isRouteName, mayRecord, type Permission, permissions } from '../service/permissions.ts'

/** What each role is for; the table below says what it may. */
const duties: Readonly<Record<Role, string>> = {
  clinician: 'decides and signs. One of them is marked by the administrator as the clinical lead',
  nurse: 'asks, measures, reviews and keeps the worklist; signs nothing',
  administrator: 'keeps accounts, keys and settings; sees no patients',
  auditor: 'reads what was recorded and who did what; changes nothing',
  integration: 'another system: comes by a key of its own, never by a password, on the real patients alone',
}

const heading = (cells: readonly string[]): readonly string[] => [
  `| ${cells.join(' | ')} |`,
  `|${cells.map((_, index) => (index === 0 ? '---' : ':-:')).join('|')}|`,
]

/**
 * `docs/permissions.md`: the table of routes and roles as the service reads it.
 *
 * @example wovenPermissions('Generated; do not edit.').includes('`POST /api/patients`') // true
 */
export function wovenPermissions(notice: string): string {
  return [
    `<!-- ${notice} -->`,
    '',
    '# Who may do what',
    '',
    'The one table is `src/service/permissions.ts`. The service registers no route without a row in it and does not start with',
    'a row that no route serves; the app shows what `GET /api/session` names of it; this page is printed from it. A test asks',
    'every route as every role, as nobody, from the demo patients, and with another session’s token.',
    '',
    ...roles.map((role) => `- **${role}** ${duties[role]}.`),
    '',
    'A session works on the real patients or on the demo patients, from sign-in to sign-out. Whoever tries the demo patients',
    'without an account is a clinician there and nobody anywhere else.',
    '',
    '## Routes',
    '',
    '*anyone*: without signing in. *lead*: the clinical lead alone. *its token*: programs that call hooks, by a signed token',
    '([integrate.md](integrate.md)). *Real* marks what a demo session may not do.',
    '',
    ...heading(['route', ...roles, 'real']),
    ...Object.keys(permissions).filter(isRouteName).map(routeRow),
    '',
    '## What may be recorded',
    '',
    'Of those whom `POST /api/episodes/:episodeId/events` lets in. What nobody may send comes by a patient’s own link, or is',
    'recorded by the service itself.',
    '',
    ...heading(['event', ...roles]),
    ...careEventTypes.map(
      (type) => `| \`${type}\` | ${roles.map((role) => (mayRecord(role, type) ? 'yes' : '')).join(' | ')} |`,
    ),
    '',
  ].join('\n')
}

function routeRow(name: keyof typeof permissions): string {
  const row: Permission = permissions[name]
  return `| \`${name}\` | ${roles.map((role) => cellOf(row, role)).join(' | ')} | ${row.realOnly ? 'real' : ''} |`
}

function cellOf({ allows }: Permission, role: Role): string {
  if (allows.includes('anonymous')) return 'anyone'
  if (allows.includes('hookClient')) return 'its token'
  if (allows.includes('signedIn') || allows.includes(role)) return 'yes'
  return role === 'clinician' && allows.includes('clinicalLead') ? 'lead' : ''
}

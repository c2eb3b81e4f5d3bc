/** Texts about who may come in, and how: programs and their keys, one's own sessions. */
export const enSignIn = {
  programs: {
    title: 'Programs',
    lead: 'Other systems that read the record or ask for decisions. Each has a key instead of a password.',
    name: 'Program',
    keys: 'Keys',
    noKey: 'No key: it cannot come in.',
    key: 'Made {{made}}, ends {{ends}}, last used {{used}}',
    never: 'never',
    revoke: 'Revoke',
    revokeOf: 'Revoke the key of {{name}} made {{made}}',
    newKey: 'New key',
    newKeyFor: 'New key for {{name}}',
    add: 'Let a program in',
    addTitle: 'Let a program in',
    displayName: 'Name of the program, as others will see it',
    keyTitle: 'Key of {{name}}',
    keyText: 'Put it where {{name}} keeps its secrets. It is shown only this once.',
    empty: 'No program may come in yet.',
  },
} as const

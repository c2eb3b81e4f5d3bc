/*
 * Headers between the app and the service. Apart from the schemas, so that the app, which needs the schemas' types alone,
 * does not load what checks them.
 */

/** The header which every state-changing request of a session carries, with the token of `GET /api/session`. */
export const csrfHeader = 'x-csrf-token'

/** The header of every answer to a session: the content hash of the adopted protocol, by which an open page sees that it is behind. */
export const protocolHeader = 'plumbline-protocol'

/**
 * The header of a command while another record is open on its patient: the launch. A signature is refused where the user of
 * that record is not known to be the person who signs.
 */
export const launchHeader = 'plumbline-launch'

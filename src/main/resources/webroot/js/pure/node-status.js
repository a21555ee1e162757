// What an event changes of the status that the node last told, until the page asks for the next one.

/**
 * The changes of the status, and what else has to be asked for again.
 * @typedef {{ changes: Partial<Wire.Status>, stale?: ('accounts' | 'log')[] }} Effect
 */

/**
 * Null for an event that the status does not show; an event of a later version is no reason to fail.
 * @param {Wire.Status} status
 * @param {Wire.Event} event
 * @returns {Effect | null}
 */
function effectOf(status, event) {
  switch (event.kind) {
    case 'claimed':
      return { changes: { claim: event.claim } };
    case 'entered':
      return { changes: { claim: event.claim, inside: true } };
    case 'left':
      return { changes: { claim: null, inside: false } };
    case 'promised':
      return { changes: { promised: event.ballot, leader: event.ballot.member } };
    case 'accepted':
      return { changes: { accepted: event.ballot } };
    case 'proposed':
      return { changes: { leading: event.ballot } };
    case 'round_over':
      return { changes: { leading: null } };
    case 'executed':
      return { changes: { log: event.logged }, stale: ['accounts', 'log'] };
    case 'block':
      return { changes: { height: event.height, hash: event.hash }, stale: ['accounts', 'log'] };
    case 'committed':
      return { changes: { committed: Math.max(status.committed ?? 0, event.height) }, stale: ['accounts'] };
    case 'state':
      return { changes: { state: event.state, reason: event.reason } };
    case 'received':
      return tellsNews(status, event) ? { changes: {} } : null;
    case 'accused':
    case 'peer_lost':
    case 'peer_found':
      // Peers, and whom the node waits for or accuses, come with the next status.
      return { changes: {} };
    default:
      return null;
  }
}

/**
 * Whether a message may have changed what the status says of its sender. A sign of life changes when it was heard, and
 * its place only while it is not where this node is.
 * @param {Wire.Status} status
 * @param {{ from: string, type: string }} message
 */
function tellsNews({ peers, height }, { from, type }) {
  const peer = peers.find(({ member }) => member === from);
  return type !== 'heartbeat' || peer?.state !== 'up' || peer.height !== height || peer.durable !== height;
}

/**
 * The status after an event, as a new value, and what has to be asked for again. Null when the status shows
 * nothing of it.
 * @param {Wire.Status} status
 * @param {Wire.Event} event
 */
export function afterEvent(status, event) {
  const effect = effectOf(status, event);
  return effect && { status: { ...status, ...effect.changes }, stale: effect.stale ?? [] };
}

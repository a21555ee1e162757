// The states of the node and its peers in words.
import { ballotText } from './format.js';

/** @typedef {{ icon: string, tone: 'calm' | 'good' | 'warn' | 'bad', text: string }} Badge */

/** @type {Record<Wire.State, Badge & { says: string }>} */
const STATES = {
  starting: { icon: 'hourglass', tone: 'calm', text: 'Starting', says: 'checks its chain' },
  joining: { icon: 'hourglass', tone: 'calm', text: 'Joining', says: 'contacts the other members' },
  ready: { icon: 'check', tone: 'good', text: 'Ready', says: 'takes transfers' },
  waiting: { icon: 'hourglass', tone: 'warn', text: 'Waiting', says: 'for a member' },
  lost: { icon: 'warning', tone: 'bad', text: 'Data lost', says: 'its disk has less than it reported; restart it with --rejoin' },
  silenced: { icon: 'cross', tone: 'bad', text: 'Fail-stopped', says: 'a write failed; it sends nothing more' },
  stopping: { icon: 'cross', tone: 'bad', text: 'Stopping', says: 'takes no more transfers' },
};

/** @type {Record<Wire.Peer['state'], Badge>} */
const PEER_STATES = {
  up: { icon: 'check', tone: 'good', text: 'up' },
  silent: { icon: 'pause', tone: 'warn', text: 'silent' },
  lost: { icon: 'cross', tone: 'bad', text: 'data lost' },
  unknown: { icon: 'question', tone: 'calm', text: 'unknown' },
};

/**
 * A state of a later version is shown by its name.
 * @param {string} state
 * @returns {Badge & { says: string }}
 */
export function stateBadge(state) {
  return Object.hasOwn(STATES, state)
    ? STATES[/** @type {Wire.State} */ (state)]
    : { icon: 'question', tone: 'calm', text: state, says: '' };
}

/**
 * @param {string} state
 * @returns {Badge}
 */
export function peerBadge(state) {
  return Object.hasOwn(PEER_STATES, state) ? PEER_STATES[/** @type {Wire.Peer['state']} */ (state)] : PEER_STATES.unknown;
}

/**
 * What stands under the state. While the node waits, the banner below it says why.
 * @param {Wire.Status} status
 */
export function stateNote(status) {
  if (status.state === 'waiting') return `for ${status.waiting_for.join(', ')}`;
  return status.reason || stateBadge(status.state).says;
}

/**
 * How far the chain is safe: on this node's disk, and on a majority's. Short enough for one line, because it
 * changes twice a block and must not move the page.
 * @param {{ height: number, durable: number, committed?: number }} status
 */
export function extent({ height, durable, committed = durable }) {
  if (durable < height) return `durable ${durable}`;
  return committed < height ? `committed ${committed}` : 'durable, committed';
}

/**
 * The highest ballot that the node has promised, and its part in it.
 * @param {Wire.Status} status
 */
export function ballotFact({ promised, accepted, leading, leader }) {
  const hasVoted = accepted != null && accepted.round === promised?.round && accepted.member === leader;
  const note = leading ? 'led by this node' : leader ? `led by ${leader}${hasVoted ? ', accepted' : ''}` : 'no leader';
  return { value: ballotText(promised), note };
}

/**
 * @param {number} own the height of this node when it told its peers' heights
 * @param {number | undefined} height
 */
export function peerHeight(own, height) {
  if (height == null) return '–';
  return own > height ? `${height} (${own - height} behind)` : String(height);
}

// Events in words. Groups are what a reader may want to see or not: messages come by the thousand, blocks do not.
import { ballotText, plain, plural, shortHash, timestampText } from './format.js';
import { stateBadge } from './state-text.js';

/** @typedef {{ id: string, label: string, off?: boolean, protocol?: Wire.Status['protocol'] }} Group */
/** @typedef {{ group: string, icon: string, text: string, strong?: boolean }} Description */

/**
 * One with a protocol is there in that mode only.
 * @type {Group[]}
 */
export const GROUPS = [
  { id: 'messages', label: 'Messages' },
  { id: 'heartbeats', label: 'Heartbeats', off: true },
  { id: 'section', label: 'Critical section', protocol: 'lamport' },
  { id: 'ballots', label: 'Ballots', protocol: 'paxos' },
  { id: 'blocks', label: 'Blocks' },
  { id: 'members', label: 'Members' },
];

/** @param {{ id?: string, ids?: string[], transfers?: number }} event */
const transfersText = ({ id = '', ids, transfers }) => (ids ? plural(transfers ?? ids.length, 'transfer') : `transfer …${id.slice(-6)}`);

/** @param {{ type: string }} message */
const messageGroup = ({ type }) => (type === 'heartbeat' ? 'heartbeats' : 'messages');

/**
 * What an event says, in words.
 * @param {Wire.Event} event
 * @returns {Description}
 */
export function describe(event) {
  switch (event.kind) {
    case 'sent':
      return { group: messageGroup(event), icon: 'right', text: `${event.type} to ${event.to}` };
    case 'received':
      return { group: messageGroup(event), icon: 'left', text: `${event.type} from ${event.from}` };
    case 'dropped':
      return { group: messageGroup(event), icon: 'cross', text: `${event.type} from ${event.from} dropped: ${event.reason}` };
    case 'claimed':
      return { group: 'section', icon: 'flag', text: `requests the critical section (${timestampText(event.claim)})` };
    case 'entered':
      return { group: 'section', icon: 'enter', strong: true, text: `enters the critical section (${timestampText(event.claim)})` };
    case 'left':
      return { group: 'section', icon: 'leave', text: `releases the critical section${event.claim ? ` (${timestampText(event.claim)})` : ''}` };
    case 'withdrawn':
      return { group: 'section', icon: 'cross', strong: true, text: `withdraws its request (${timestampText(event.claim)})` };
    case 'requested':
      return { group: 'blocks', icon: 'enter', text: `a client asks for ${transfersText(event)}` };
    case 'answered':
      return { group: 'blocks', icon: event.outcome === 'committed' || event.outcome === 'executed' ? 'check' : 'cross', strong: true, text: `the client's answer for ${transfersText(event)}: ${event.outcome}${event.reason ? `, ${event.reason}` : ''}` };
    case 'proposed':
      return { group: 'ballots', icon: 'flag', strong: true, text: `leads ballot ${ballotText(event.ballot)} for block #${event.height}` };
    case 'promised':
      return { group: 'ballots', icon: 'enter', text: `promises ballot ${ballotText(event.ballot)} for block #${event.height}` };
    case 'accepted':
      return { group: 'ballots', icon: 'check', text: `accepts block #${event.height} in ballot ${ballotText(event.ballot)}, ${shortHash(event.hash)}` };
    case 'round_over':
      return { group: 'ballots', icon: 'leave', strong: true, text: `ballot ${ballotText(event.ballot)} for block #${event.height} is over: ${event.result}` };
    case 'executed':
      return { group: 'blocks', icon: 'check', strong: true, text: `executes ${plural(event.transfers, 'transfer')}; ${event.logged} on no block yet` };
    case 'block':
      return { group: 'blocks', icon: 'block', strong: true, text: `block #${event.height} by ${event.proposer}, ${plural(event.transfers, 'transfer')}, ${shortHash(event.hash)}` };
    case 'committed':
      return { group: 'blocks', icon: 'check', text: `committed up to #${event.height}` };
    case 'refused':
      return { group: 'blocks', icon: 'cross', strong: true, text: `refused: ${event.detail || event.code}` };
    case 'in_doubt':
      return { group: 'blocks', icon: 'question', strong: true, text: `in doubt: ${event.reason}` };
    default:
      return ofMembers(event);
  }
}

/**
 * A kind of a later version is shown by its name.
 * @param {Wire.Event} event
 * @returns {Description}
 */
function ofMembers(event) {
  switch (event.kind) {
    case 'peer_lost':
      return { group: 'members', icon: 'pause', strong: true, text: `${event.member} is silent` };
    case 'peer_found':
      return { group: 'members', icon: 'check', strong: true, text: `${event.member} is back` };
    case 'accused':
      return { group: 'members', icon: 'cross', strong: true, text: `accuses ${event.member}: ${event.reason}` };
    case 'catching_up':
      return { group: 'members', icon: 'down', text: `catches up: block #${event.height} of #${event.target}` };
    case 'timer':
      return { group: 'members', icon: 'clock', text: `woken by a timer: ${event.what}` };
    case 'fault':
      return { group: 'members', icon: 'cross', strong: true, text: `fault, ${plain(event.what)}: ${event.detail}` };
    case 'fork':
      return { group: 'members', icon: 'cross', strong: true, text: `FORK: ${event.member} has signed another chain up to #${event.height}` };
    case 'state':
      return { group: 'members', icon: 'live', strong: true, text: `now ${stateBadge(event.state).text.toLowerCase()}${event.reason ? `: ${event.reason}` : ''}` };
    case 'gap':
      return { group: 'members', icon: 'gap', strong: true, text: `events ${event.from} to ${event.to} are missing; the state was read again` };
    default:
      return { group: 'members', icon: 'question', text: event.kind };
  }
}

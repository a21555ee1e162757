// Events in words. Groups are what a reader may want to see or not: messages come by the thousand, blocks do not.
import { ballotText, plural, shortHash, timestampText } from './format.js';

// One with a protocol is there in that mode only.
export const GROUPS = [
  { id: 'messages', label: 'Messages' },
  { id: 'heartbeats', label: 'Heartbeats', off: true },
  { id: 'section', label: 'Section', protocol: 'lamport' },
  { id: 'ballots', label: 'Ballots', protocol: 'paxos' },
  { id: 'blocks', label: 'Blocks' },
  { id: 'members', label: 'Members' },
];

const message = (event) => (event.type === 'heartbeat' ? 'heartbeats' : 'messages');

const KINDS = {
  sent: (e) => ({ group: message(e), icon: 'right', text: `${e.type} to ${e.to}` }),
  received: (e) => ({ group: message(e), icon: 'left', text: `${e.type} from ${e.from}` }),
  claimed: (e) => ({ group: 'section', icon: 'flag', text: `asks to enter, claim ${timestampText(e.claim)}` }),
  entered: (e) => ({ group: 'section', icon: 'enter', strong: true, text: `enters the section, claim ${timestampText(e.claim)}` }),
  left: (e) => ({ group: 'section', icon: 'leave', text: `leaves the section${e.claim ? `, claim ${timestampText(e.claim)}` : ''}` }),
  proposed: (e) => ({ group: 'ballots', icon: 'flag', strong: true, text: `leads ballot ${ballotText(e.ballot)} for block #${e.height}` }),
  promised: (e) => ({ group: 'ballots', icon: 'enter', text: `promises ballot ${ballotText(e.ballot)} for block #${e.height}` }),
  accepted: (e) => ({ group: 'ballots', icon: 'check', text: `votes in ballot ${ballotText(e.ballot)} for block #${e.height}, ${shortHash(e.hash)}` }),
  round_over: (e) => ({ group: 'ballots', icon: 'leave', strong: true, text: `ballot ${ballotText(e.ballot)} for block #${e.height} is over: ${e.result}` }),
  executed: (e) => ({ group: 'blocks', icon: 'check', strong: true, text: `executes ${plural(e.transfers, 'transfer')}, ${e.logged} on no block yet` }),
  block: (e) => ({ group: 'blocks', icon: 'block', strong: true, text: `block #${e.height} by ${e.proposer}, ${plural(e.transfers, 'transfer')}, ${shortHash(e.hash)}` }),
  committed: (e) => ({ group: 'blocks', icon: 'check', text: `committed up to #${e.height}` }),
  refused: (e) => ({ group: 'blocks', icon: 'cross', strong: true, text: `refused: ${e.detail || e.code}` }),
  in_doubt: (e) => ({ group: 'blocks', icon: 'question', strong: true, text: `outcome not certain yet: ${e.reason}` }),
  peer_lost: (e) => ({ group: 'members', icon: 'pause', strong: true, text: `${e.member} is silent` }),
  peer_found: (e) => ({ group: 'members', icon: 'check', strong: true, text: `${e.member} is back` }),
  state: (e) => ({ group: 'members', icon: 'live', strong: true, text: `now ${e.state}${e.reason ? `: ${e.reason}` : ''}` }),
  gap: (e) => ({ group: 'members', icon: 'gap', strong: true, text: `events ${e.from} to ${e.to} were not kept; the state was read anew` }),
};

/** {group, icon, text, strong?}; a kind of tomorrow is shown by its name. */
export function describe(event) {
  return KINDS[event.kind]?.(event) ?? { group: 'members', icon: 'question', text: event.kind };
}

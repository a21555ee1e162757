// Events in plain sentences for the feed and the table, and in a word or two for the diagram. The terminal says the
// same (cli/trace/Words.java); src/test/resources/trace holds both to it.
import { ballotText, plain, plural, sentence, shortHash } from './format.js';
import { isMessage } from './message-types.js';

/** @typedef {import('./trace.js').Point} Point */

/** @param {Wire.Timestamp | null | undefined} claim as in the paper: (7, A) */
export const claimText = (claim) => (claim ? `(${claim.time}, ${claim.member})` : '');

/** @param {string | undefined} id the end tells ids of one minute apart */
export const shortId = (id) => `…${(id ?? '').slice(-6)}`;

/** @param {Wire.Step} step */
export const transfersOf = ({ id, ids }) => ids ?? (id === undefined ? [] : [id]);

/** @param {Wire.Step} step */
const transfersText = (step) => (step.ids ? `of ${plural(step.transfers ?? step.ids.length, 'transfer')}` : `of transfer ${shortId(step.id)}`);

/** @param {Wire.Step} step */
function messageText({ type = 'message', again, claim, ballot, block }) {
  const serves = claim ? ` for ${claimText(claim)}` : ballot?.round ? ` for ballot ${ballotText(ballot)}` : '';
  return `${type}${serves}${block ? ` with block #${block}` : ''}${again ? ', sent again' : ''}`;
}

/** @type {Record<string, (step: Wire.Step) => string>} */
const SENTENCES = {
  sent: (step) => `sends ${messageText(step)} to ${step.to}`,
  received: (step) => `receives ${messageText(step)} from ${step.from}`,
  dropped: (step) => `drops ${messageText(step)} from ${step.from}: ${step.reason ?? 'no reason given'}`,
  claimed: ({ claim }) => `requests the critical section with ${claimText(claim)}`,
  entered: ({ claim, evidence }) => `enters the critical section with ${claimText(claim)}${evidenceText(evidence)}`,
  left: ({ claim }) => `leaves the critical section${claim ? ` of ${claimText(claim)}` : ''}`,
  withdrawn: ({ claim }) => `withdraws its request ${claimText(claim)}`,
  requested: (step) => `gets a client's request ${transfersText(step)}`,
  answered: (step) => `answers the client ${transfersText(step)}: ${step.outcome}${step.reason ? `, ${step.reason}` : ''}`,
  proposed: ({ ballot, height }) => `leads ballot ${ballotText(ballot)} for block #${height}`,
  promised: ({ ballot, height }) => `promises ballot ${ballotText(ballot)} for block #${height}`,
  accepted: ({ ballot, height, hash }) => `votes for block #${height} in ballot ${ballotText(ballot)}, ${shortHash(hash ?? '')}`,
  round_over: ({ ballot, height, result }) => `ends ballot ${ballotText(ballot)} for block #${height}: ${result}`,
  executed: ({ transfers = 0, logged }) => `executes ${plural(transfers, 'transfer')}; ${logged} on no block yet`,
  block: ({ height, proposer, transfers = 0, hash }) => `appends block #${height} by ${proposer}, ${plural(transfers, 'transfer')}, ${shortHash(hash ?? '')}`,
  committed: ({ height }) => `knows blocks up to #${height} to be on the disks of a majority`,
  refused: ({ id, detail, code }) => `refuses transfer ${shortId(id)}: ${detail || code}`,
  in_doubt: ({ id, reason }) => `is in doubt about transfer ${shortId(id)}: ${reason}`,
  peer_lost: ({ member }) => `has not heard ${member} for a while`,
  peer_found: ({ member }) => `hears ${member} again`,
  accused: ({ member, reason }) => `accuses ${member}: ${reason}`,
  catching_up: ({ height, target }) => `catches up: block #${height} of #${target}`,
  timer: ({ what }) => `is woken by a timer: ${what}`,
  fault: ({ what, detail }) => `${what === 'lab' ? 'in the lab' : `has a fault, ${plain(what)}`}: ${detail}`,
  state: ({ state, reason }) => `is now ${state}${reason ? `: ${reason}` : ''}`,
  fork: ({ member, height }) => `sees that ${member} has signed another chain up to #${height}`,
  gap: ({ seq, to }) => `has events ${seq} to ${to} that are not to be had any more`,
  unreachable: () => 'sends no more events: it has stopped, or cannot be reached',
  live: () => 'sends events again',
};

/** @param {Wire.Evidence[] | undefined} evidence */
function evidenceText(evidence) {
  if (!evidence?.length) return '';
  return `, because it heard ${evidence.map(({ member, type, time }) => `${type} ${time} from ${member}`).join(' and ')}`;
}

/**
 * A kind of a later version is told by its name.
 * @param {Point} point
 */
export const sentenceOf = ({ member, step }) => sentence(`${member} ${SENTENCES[step.kind]?.(step) ?? step.kind}`);

/** @type {Record<string, (step: Wire.Step) => string>} */
const LABELS = {
  claimed: ({ claim }) => `wants ${claimText(claim)}`,
  entered: () => 'enters',
  left: () => 'leaves',
  withdrawn: () => 'withdraws',
  requested: () => 'client asks',
  answered: ({ outcome = '' }) => `client: ${outcome}`,
  proposed: ({ ballot }) => `leads ${ballotText(ballot)}`,
  promised: ({ ballot }) => `promises ${ballotText(ballot)}`,
  accepted: ({ height }) => `votes for #${height}`,
  round_over: ({ result = '' }) => `ballot over: ${result}`,
  executed: ({ transfers = 0 }) => `executes ${transfers}`,
  block: ({ height }) => `#${height}`,
  committed: ({ height }) => `committed #${height}`,
  refused: () => 'refused',
  in_doubt: () => 'in doubt',
  peer_lost: ({ member }) => `${member} silent`,
  peer_found: ({ member }) => `${member} heard`,
  accused: ({ member }) => `accuses ${member}`,
  catching_up: ({ height }) => `fetches #${height}`,
  timer: ({ what }) => `timer: ${what}`,
  fault: (step) => (step.what === 'lab' ? labDeed(step) : `fault: ${plain(step.what)}`),
  state: ({ state = '' }) => state,
  gap: () => 'events missing',
  unreachable: () => 'unreachable',
  live: () => 'back',
};

/**
 * What somebody has done in the lab, without the member in whose column it stands.
 * @param {Wire.Step} step
 */
function labDeed({ detail = '', node = '' }) {
  const text = detail.replace(/\.$/, '');
  return text.startsWith(`${node} `) ? text.slice(node.length + 1) : text;
}

/** @param {Wire.Step} step what is not a message, in a word or two */
export const labelOf = (step) => LABELS[step.kind]?.(step) ?? step.kind;

/** @param {Wire.Step} step what stands at an arrow */
export function arrowLabel(step) {
  const { type = '', again, block, message_time: time } = step;
  return `${type}${time === undefined ? '' : ` ${time}`}${block ? ` +#${block}` : ''}${again ? ' again' : ''}`;
}

/** @param {Wire.Step} step */
export const isFault = ({ kind }) => ['dropped', 'refused', 'in_doubt', 'peer_lost', 'accused', 'fork', 'fault', 'unreachable', 'gap', 'withdrawn'].includes(kind);

export { isMessage };

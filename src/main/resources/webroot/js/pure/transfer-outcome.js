// What became of a transfer, in words, and whether its id may be let go. The page keeps asking by the same id
// until the outcome is definite: so it is paid at most once.
import { listing, sentence } from './format.js';

/**
 * @typedef {object} Outcome
 * @property {'good' | 'warn' | 'bad' | 'calm'} tone
 * @property {string} icon
 * @property {string} title
 * @property {string} text
 * @property {string} [detail] the node's own sentence, where `text` has another one
 * @property {string} [code] the ledger's code of a refusal
 * @property {boolean} definite whether the transfer is settled; else its id is kept
 * @property {boolean} [asks] whether the reader may ask again by hand
 */

const SAME_ID = 'Ask again: the id stays the same, so it is paid at most once.';

/** What is refused has not changed anything, whatever was asked before: the node looks up the id first. */
const REFUSALS = new Set(['invalid_id', 'invalid_amount', 'invalid_memo', 'invalid_request', 'unknown_account', 'same_account',
  'not_owner', 'exists_with_different_content', 'insufficient_funds']);

/**
 * @param {Wire.NewTransfer} transfer
 * @param {Wire.Receipt} receipt
 * @returns {Outcome}
 */
export function outcomeOfReceipt({ amount, from, to }, receipt) {
  const place = receipt.height == null ? 'durable in this node’s log' : `on block ${receipt.height} at position ${receipt.position}`;
  const once = receipt.exists ? ' It was there already; nothing was paid twice.' : '';
  return {
    tone: 'good',
    icon: 'check',
    title: receipt.status === 'executed' ? 'Executed' : 'Committed',
    text: `${amount} from ${from} to ${to}, ${place}.${once}`,
    definite: true,
  };
}

/**
 * @param {{ code: string, message: string, data: Wire.ProblemData }} problem
 * @param {{ askedBefore: boolean, connected: boolean }} circumstances whether the node may have got this id
 *   with an earlier question, and whether there is a connection now
 * @returns {Outcome}
 */
export function outcomeOfProblem({ code, message, data }, { askedBefore, connected }) {
  switch (code) {
    case 'connection_lost':
      return lost(askedBefore || data.sent !== false, connected);
    case 'in_doubt':
      return inDoubt(`It may or may not be committed. ${sentence(data.reason || message)}`);
    case 'unavailable':
      return {
        tone: 'warn',
        icon: 'hourglass',
        title: 'Unavailable',
        text: `${waits(data.waiting_for ?? [])} The transfer was definitely not executed.`,
        detail: message,
        definite: true,
      };
    case 'overloaded':
      // That this question was not taken says nothing about an earlier one for the same id.
      return askedBefore ? inDoubt('The node is overloaded and has not looked it up.') : {
        tone: 'warn',
        icon: 'warning',
        title: 'Overloaded',
        text: 'The node has too much to do. The transfer was definitely not executed; try again in a moment.',
        detail: message,
        definite: true,
      };
    default:
      // A mistake of the node, or a code of a later version, may come after the transfer was taken.
      return REFUSALS.has(code)
        ? { tone: 'bad', icon: 'cross', title: 'Refused', text: `${sentence(message)} Nothing was changed.`, code, definite: true }
        : inDoubt(`It may or may not be committed. ${sentence(message)}`);
  }
}

/**
 * @param {boolean} maybeSent
 * @param {boolean} connected
 * @returns {Outcome}
 */
function lost(maybeSent, connected) {
  // Open and silent for too long: only a new connection asks again by itself.
  if (connected) return inDoubt('The node did not answer in time.');
  return maybeSent
    ? { tone: 'warn', icon: 'question', title: 'Answer unknown', text: 'The connection was lost before the answer came. When it is back, this page asks again with the same id.', definite: false }
    : { tone: 'warn', icon: 'hourglass', title: 'Not sent yet', text: 'There is no connection. When it is back, this page sends the transfer.', definite: false };
}

/**
 * @param {string} text
 * @returns {Outcome}
 */
const inDoubt = (text) => ({ tone: 'warn', icon: 'question', title: 'In doubt', text: `${text} ${SAME_ID}`, definite: false, asks: true });

/** @param {string[]} members */
const waits = (members) => (members.length ? `The node waits for ${listing(members)}.` : 'The node cannot take transfers now.');

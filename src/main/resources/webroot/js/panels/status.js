// The node at a glance: may it take transfers, what time is it, how far is the chain, what does it want.
import { announce, h, setText } from '../dom.js';
import { hashChip } from '../hash-chip.js';
import { icon } from '../icons.js';
import { grouped } from '../number.js';
import { clockTime, timestampText } from '../pure/format.js';
import { ballotFact, extent, stateBadge, stateNote } from '../pure/state-text.js';

/** @param {import('../main.js').App} app */
export function createStatus({ node, freshness }) {
  const time = fact('Lamport time', 'time');
  node.on('time', (now) => time.value.replaceChildren(grouped(now)));

  const state = createState(node, freshness);
  const chain = createChainFacts(node);
  const { claim, pending } = createLamportFacts(node);
  const { promised, log } = createPaxosFacts(node);
  const facts = [state, time, chain.height, claim, promised, pending, log, chain.head, chain.genesis, chain.incarnation];
  return h('section', { class: 'status', 'aria-label': 'Status of this node', 'data-testid': 'status' },
    h('dl', { class: 'facts' }, facts.map(({ element }) => element)));
}

/** @typedef {ReturnType<typeof fact>} Fact */

/**
 * @param {string} label
 * @param {string} name
 */
function fact(label, name) {
  const value = h('span', { class: 'fact-value', 'data-testid': `status-${name}` }, '–');
  const note = h('span', { class: 'fact-note' });
  return { value, note, element: h('div', { class: `fact fact-${name}` }, h('dt', {}, label), h('dd', {}, value, note)) };
}

/**
 * @param {import('../node-state.js').NodeState} node
 * @param {import('../freshness.js').FreshnessWatch} freshness
 */
function createState(node, freshness) {
  const state = fact('State', 'state');
  // Without a connection nobody knows how the node is; the page does not claim to.
  const showNote = () => {
    const { since } = freshness.now;
    setText(state.note, since !== null ? `not known since ${clockTime(since)}` : node.status ? stateNote(node.status) : '');
  };
  freshness.on('change', showNote);

  let shown = '';
  node.on('status', (status) => {
    showNote();
    // The reason counts seconds: only another state is worth telling a listener.
    if (shown === status.state) return;
    const badge = stateBadge(status.state);
    state.value.replaceChildren(h('span', { class: `badge ${badge.tone}`, 'data-state': status.state }, icon(badge.icon), badge.text));
    if (shown) announce(`The node is now ${badge.text.toLowerCase()}: ${status.reason || badge.says}.`);
    shown = status.state;
  });
  return state;
}

/** @param {import('../node-state.js').NodeState} node */
function createChainFacts(node) {
  const height = fact('Height', 'height');
  const head = fact('Head', 'head');
  const genesis = fact('Genesis', 'genesis');
  const incarnation = fact('Incarnation', 'incarnation');
  node.on('status', (status) => {
    showHash(genesis, status.genesis, 'genesis hash');
    setText(incarnation.value, String(status.incarnation));
    setText(incarnation.note, status.incarnation === 1 ? 'start of this node' : 'starts of this node');
  });
  const showHead = () => {
    const { status, snapshot } = node;
    if (!status || !snapshot) return;
    if (height.value.textContent !== String(snapshot.height)) height.value.replaceChildren(grouped(snapshot.height));
    setText(height.note, extent({ ...status, height: snapshot.height }));
    showHash(head, snapshot.hash, 'hash of the head');
  };
  node.on('status', showHead);
  node.on('snapshot', showHead);
  return { height, head, genesis, incarnation };
}

/**
 * @param {Fact} place
 * @param {string} hash
 * @param {string} what
 */
function showHash(place, hash, what) {
  if (place.value.dataset.hash === hash) return;
  place.value.dataset.hash = hash;
  place.value.replaceChildren(hashChip(hash, what));
}

/**
 * Whether this node requests the critical section, and what waits to be put on a block.
 * @param {import('../node-state.js').NodeState} node
 */
function createLamportFacts(node) {
  const claim = fact('Request', 'claim');
  const pending = fact('Pending', 'pending');
  node.on('status', (status) => {
    for (const each of [claim, pending]) each.element.hidden = status.protocol !== 'lamport';
    setText(claim.value, timestampText(status.claim));
    claim.value.classList.toggle('quiet-value', !status.claim);
    setText(claim.note, status.inside ? 'in the critical section' : status.claim ? 'waits to enter' : 'nothing to do');
    claim.element.classList.toggle('inside', Boolean(status.inside));
    setText(pending.value, String(status.pending));
    setText(pending.note, status.pending === 1 ? 'transfer' : 'transfers');
  });
  return { claim, pending };
}

/**
 * Which ballot this node takes part in, and what it has executed beside the chain.
 * @param {import('../node-state.js').NodeState} node
 */
function createPaxosFacts(node) {
  const promised = fact('Promised ballot', 'promised');
  const log = fact('Local log', 'log');
  node.on('status', (status) => {
    for (const each of [promised, log]) each.element.hidden = status.protocol !== 'paxos';
    const ballot = ballotFact(status);
    setText(promised.value, ballot.value);
    promised.value.classList.toggle('quiet-value', !status.leader);
    setText(promised.note, ballot.note);
    promised.element.classList.toggle('inside', Boolean(status.leading));
    setText(log.value, String(status.log ?? 0));
    // What waits has not been executed: it is short of funds until a block brings them.
    setText(log.note, status.pending ? `${status.pending} waiting for funds` : 'on no block yet');
  });
  return { promised, log };
}

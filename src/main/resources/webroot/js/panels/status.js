// The node at a glance: may it take transfers, what time is it, how far is the chain, what does it want.
import { announce, h, setText } from '../dom.js';
import { ballotText, duration, grouped, listing, timestampText } from '../format.js';
import { hashChip } from '../hash-chip.js';
import { icon } from '../icons.js';

const STATES = {
  starting: { icon: 'hourglass', tone: 'calm', text: 'Starting', says: 'checks its chain' },
  joining: { icon: 'hourglass', tone: 'calm', text: 'Joining', says: 'says hello to all' },
  ready: { icon: 'check', tone: 'good', text: 'Ready', says: 'takes transfers' },
  waiting: { icon: 'hourglass', tone: 'warn', text: 'Waiting', says: 'for a member' },
  lost: { icon: 'warning', tone: 'bad', text: 'Lost data', says: 'has less on disk than promised; restart it with --rejoin' },
  silenced: { icon: 'cross', tone: 'bad', text: 'Silenced', says: 'a write failed; it says nothing more' },
  stopping: { icon: 'cross', tone: 'bad', text: 'Stopping', says: 'it takes no more transfers' },
};

export function createStatus({ rpc, node }) {
  const time = fact('Lamport time', 'time');
  const height = fact('Height', 'height');
  const head = fact('Head', 'head');
  const state = fact('State', 'state');
  const claim = fact('Claim', 'claim');
  const promised = fact('Promised ballot', 'promised');
  const log = fact('Local log', 'log');
  const pending = fact('Pending', 'pending');
  const incarnation = fact('Incarnation', 'incarnation');
  const genesis = fact('Genesis', 'genesis');
  const waiting = createWaiting();

  node.addEventListener('time', () => {
    time.value.replaceChildren(grouped(node.time));
  });

  // Without a connection nobody knows how the node is; the page does not claim to.
  const showNote = () => {
    setText(state.note, rpc.state === 'open' ? noteOf(node.status) : 'when last heard');
  };
  rpc.addEventListener('state', showNote);

  let shownState = null;
  node.addEventListener('status', () => {
    const { status } = node;
    const what = STATES[status.state] ?? { icon: 'question', tone: 'calm', text: status.state, says: '' };
    showNote();
    // The reason counts seconds: only another state is worth telling a listener.
    if (shownState !== status.state) {
      state.value.replaceChildren(h('span', { class: `badge ${what.tone}`, 'data-state': status.state }, icon(what.icon), what.text));
      if (shownState) announce(`The node is now ${what.text.toLowerCase()}: ${status.reason || what.says}.`);
      shownState = status.state;
    }

    if (height.value.textContent !== String(status.height)) height.value.replaceChildren(grouped(status.height));
    setText(height.note, extent(status));
    showHash(head, status.hash, 'hash of the head');
    showHash(genesis, status.genesis, 'genesis hash');
    setText(incarnation.value, String(status.incarnation));
    setText(incarnation.note, 'starts so far');
    setText(pending.value, String(status.pending));
    setText(pending.note, status.pending === 1 ? 'transfer' : 'transfers');

    setText(claim.value, timestampText(status.claim));
    claim.value.classList.toggle('quiet-value', !status.claim);
    setText(claim.note, status.inside ? 'inside the section' : status.claim ? 'waits to enter' : 'not asking');
    claim.element.classList.toggle('inside', Boolean(status.inside));
    const lamport = status.protocol === 'lamport';
    for (const each of [claim, pending]) each.element.hidden = !lamport;
    for (const each of [promised, log]) each.element.hidden = lamport;
    if (!lamport) showBallot(promised, log, status);
    waiting.show(node);
  });
  setInterval(() => node.status && waiting.show(node), 500);

  return h('section', { class: 'status', 'aria-label': 'Status of this node', 'data-testid': 'status' },
    h('dl', { class: 'facts' }, [state, time, height, claim, promised, pending, log, head, genesis, incarnation].map((each) => each.element)),
    waiting.element);
}

/** Which ballot this node takes part in, and what it has executed beside the chain. */
function showBallot(promised, log, status) {
  const { leader, leading, accepted, pending } = status;
  setText(promised.value, ballotText(status.promised));
  promised.value.classList.toggle('quiet-value', !leader);
  const voted = accepted && accepted.round === status.promised.round && accepted.member === leader;
  setText(promised.note, leading ? 'this node leads it' : leader ? `led by ${leader}${voted ? ', voted' : ''}` : 'nobody leads');
  promised.element.classList.toggle('inside', Boolean(leading));
  setText(log.value, String(status.log));
  // What waits has not been executed: it is short of funds until a block brings them.
  setText(log.note, pending ? `${pending} wait for funds` : 'on no block yet');
}

/**
 * How far the chain is safe: on this node's disk, and on a majority's. Notes are short enough for one line,
 * because this one changes twice a block and must not move the page.
 */
function extent({ height, durable, committed = durable }) {
  if (durable < height) return `durable ${durable}`;
  return committed < height ? `committed ${committed}` : 'durable, committed';
}

/** While the node waits, the banner below says for whom and why. */
function noteOf(status) {
  if (!status) return '';
  if (status.state === 'waiting') return `for ${status.waiting_for.join(', ')}`;
  return status.reason || STATES[status.state]?.says || '';
}

function fact(label, name) {
  const value = h('span', { class: 'fact-value', 'data-testid': `status-${name}` }, '–');
  const note = h('span', { class: 'fact-note' });
  return { value, note, element: h('div', { class: `fact fact-${name}` }, h('dt', {}, label), h('dd', {}, value, note)) };
}

function showHash(place, hash, what) {
  if (!hash || place.value.dataset.hash === hash) return;
  place.value.dataset.hash = hash;
  place.value.replaceChildren(hashChip(hash, what));
}

/** Who keeps this node from going on, and what that means for whoever wants to transfer now. */
function createWaiting() {
  const title = h('strong', {});
  const text = h('span', {});
  const element = h('div', { class: 'notice warn', 'data-testid': 'waiting-for', hidden: true }, icon('hourglass'), h('p', {}, title, ' ', text));
  let named = '';

  const show = (node) => {
    const { waiting_for: members = [], protocol, state } = node.status;
    // While it joins, a node waits for hellos as a matter of course, and its state says so.
    element.hidden = members.length === 0 || state === 'ready' || state === 'starting';
    if (element.hidden) {
      named = '';
      return;
    }
    const who = listing(members.map((member) => {
      const silence = node.silence(member);
      return silence === null ? `${member} (never heard)` : `${member} (${duration(silence)})`;
    }));
    setText(title, `Waiting for ${who}.`);
    setText(text, protocol === 'lamport'
      ? 'Lamport’s algorithm needs to hear from everybody: until then nobody enters and transfers are answered “unavailable”. Balances and the chain can be read. It goes on by itself.'
      : 'No block can be agreed on without a majority. What this node’s accounts can pay is executed all the same. It goes on by itself.');
    if (named !== members.join()) announce(`The node waits for ${listing(members)}.`);
    named = members.join();
  };
  return { element, show };
}

// The members as this node sees them: who speaks, how far they are, what they want, and who is waited for.
import { h, reconcile, setText, slot } from '../dom.js';
import { icon } from '../icons.js';
import { clockTime, duration, timestampText } from '../pure/format.js';
import { peerBadge, peerHeight } from '../pure/state-text.js';
import { panel } from './panel.js';

/** @param {import('../main.js').App} app */
export function createPeers({ node, freshness }) {
  const list = h('ul', { class: 'peers' });

  /** @param {Wire.Status} status */
  const show = (status) => {
    reconcile(list, status.peers, (peer) => peer.member, createRow, (row, peer) => updateRow(row, peer, status, node, freshness.now));
  };
  node.on('status', show);
  freshness.on('change', () => node.status && show(node.status));
  // How long a peer has been silent changes without an event.
  setInterval(() => node.status && show(node.status), 500);

  return panel('Peers', { testid: 'peers' }, list);
}

/** @param {Wire.Peer} peer */
function createRow({ member }) {
  /** @type {(label: string, name: string) => HTMLElement[]} */
  const fact = (label, name) => [h('dt', { 'data-slot': `${name}-label` }, label), h('dd', { 'data-slot': name, 'data-testid': `peer-${member}-${name}` })];
  return h('li', { class: 'peer', 'data-testid': `peer-${member}` },
    h('p', { class: 'peer-head' },
      h('span', { class: 'member' }, member),
      h('span', { class: 'badge', 'data-slot': 'state', 'data-testid': `peer-${member}-state` }),
      h('span', { class: 'tag strong', 'data-slot': 'waited', 'data-testid': `peer-${member}-waited`, hidden: true }, icon('hourglass'), 'waited for')),
    h('dl', { class: 'peer-facts' }, fact('heard', 'heard'), fact('height', 'height'), fact('durable', 'durable'), fact('request', 'claim')),
    h('p', { class: 'accusation', 'data-slot': 'accused', 'data-testid': `peer-${member}-accused`, hidden: true }));
}

/**
 * @param {HTMLElement} row
 * @param {Wire.Peer} peer
 * @param {Wire.Status} status
 * @param {import('../node-state.js').NodeState} node
 * @param {import('../pure/freshness.js').Freshness} fresh
 */
function updateRow(row, peer, status, node, fresh) {
  const badge = slot(row, 'state');
  if (badge.dataset.state !== peer.state) {
    const { icon: name, tone, text } = peerBadge(peer.state);
    badge.dataset.state = peer.state;
    badge.className = `badge ${tone}`;
    badge.replaceChildren(icon(name), text);
  }
  slot(row, 'waited').hidden = !status.waiting_for.includes(peer.member);
  setText(slot(row, 'heard'), heardText(node.heardAt(peer.member), fresh));
  setText(slot(row, 'height'), peerHeight(node.heightAsked, peer.height));
  setText(slot(row, 'durable'), String(peer.durable ?? '–'));
  const accusation = status.accused.find((each) => each.member === peer.member);
  slot(row, 'accused').hidden = !accusation;
  setText(slot(row, 'accused'), accusation ? `Accused, ${accusation.messages} refused: ${accusation.reason}` : '');
  const claim = slot(row, 'claim');
  // In Paxos mode nobody requests a critical section.
  claim.hidden = status.protocol !== 'lamport';
  slot(row, 'claim-label').hidden = claim.hidden;
  setText(claim, timestampText(peer.claim));
}

/**
 * While nobody tells how long ago it is, the time of day stays true.
 * @param {number | null} at
 * @param {import('../pure/freshness.js').Freshness} fresh
 */
export function heardText(at, { state }) {
  if (at === null) return 'never';
  if (state === 'stale') return `at ${clockTime(at)}`;
  const silence = Date.now() - at;
  return silence < 1500 ? 'just now' : `${duration(silence)} ago`;
}

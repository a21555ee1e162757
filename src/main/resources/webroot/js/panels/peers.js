// The members as this node sees them: who speaks, how far they are, what they want, and who is waited for.
import { h, reconcile, setText } from '../dom.js';
import { duration, timestampText } from '../format.js';
import { icon } from '../icons.js';
import { panel } from './panel.js';

const STATES = {
  up: { icon: 'check', tone: 'good', text: 'up' },
  silent: { icon: 'pause', tone: 'warn', text: 'silent' },
  lost: { icon: 'cross', tone: 'bad', text: 'lost' },
  unknown: { icon: 'question', tone: 'calm', text: 'unknown' },
};

export function createPeers({ node }) {
  const list = h('ul', { class: 'peers' });

  const show = () => {
    const { status } = node;
    reconcile(list, status.peers, (peer) => peer.member, createRow, (row, peer) => updateRow(row, peer, node));
  };
  node.addEventListener('status', show);
  setInterval(() => node.status && show(), 500);

  return panel('Peers', { testid: 'peers' }, list);
}

function createRow({ member }) {
  const fact = (label, name) => [h('dt', {}, label), h('dd', { 'data-slot': name, 'data-testid': `peer-${member}-${name}` })];
  return h('li', { class: 'peer', 'data-testid': `peer-${member}` },
    h('p', { class: 'peer-head' },
      h('span', { class: 'member' }, member),
      h('span', { class: 'badge', 'data-slot': 'state', 'data-testid': `peer-${member}-state` }),
      h('span', { class: 'tag strong', 'data-slot': 'waited', 'data-testid': `peer-${member}-waited`, hidden: true }, icon('hourglass'), 'waited for')),
    h('dl', { class: 'peer-facts' }, fact('heard', 'heard'), fact('height', 'height'), fact('durable', 'durable'), fact('claim', 'claim')));
}

function updateRow(row, peer, node) {
  const silence = node.silence(peer.member);
  const slot = (name) => row.querySelector(`[data-slot=${name}]`);
  const badge = slot('state');
  if (badge.dataset.state !== peer.state) {
    const { icon: name, tone, text } = STATES[peer.state] ?? STATES.unknown;
    badge.dataset.state = peer.state;
    badge.className = `badge ${tone}`;
    badge.replaceChildren(icon(name), text);
  }
  slot('waited').hidden = !node.status.waiting_for?.includes(peer.member);
  setText(slot('heard'), silence === null ? 'never' : silence < 1000 ? 'just now' : `${duration(silence)} ago`);
  const behind = peer.height == null ? 0 : node.heightAsked - peer.height;
  setText(slot('height'), behind > 0 ? `${peer.height} (${behind} behind)` : String(peer.height ?? '–'));
  setText(slot('durable'), String(peer.durable ?? '–'));
  const claim = slot('claim');
  // In Paxos mode nobody claims.
  claim.hidden = claim.previousElementSibling.hidden = node.status.protocol !== 'lamport';
  setText(claim, timestampText(peer.claim));
}

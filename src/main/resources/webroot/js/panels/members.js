// All members in one table, as this node and their own events tell it.
import { h, reconcile, setText, slot } from '../dom.js';
import { fingerprint } from '../fingerprint.js';
import { icon } from '../icons.js';
import { ballotText, shortHash, timestampText } from '../pure/format.js';
import { peerBadge, stateBadge } from '../pure/state-text.js';
import { createVerdict } from './heads.js';
import { heardText } from './heard-text.js';
import { panel } from './panel.js';

/** @typedef {import('../main.js').App} App */
/** @typedef {{ member: string, state: import('../pure/state-text.js').Badge, heard: string, height: string, hash: string | null, durable: string, committed: string, time: string, wants: string, note: string }} Row */

const COLUMNS = ['Member', 'State', 'Heard', 'Height', 'Head', 'Durable', 'Committed', 'Lamport time', 'Request', 'Remarks'];

/** @param {App} app */
export function createMembers(app) {
  const { node, heads, freshness } = app;
  const rows = h('tbody', {});
  const head = h('tr', {}, COLUMNS.map((name) => h('th', { scope: 'col', 'data-column': name }, name)));
  const show = () => {
    const { status } = node;
    if (!status) return;
    const last = head.querySelector('[data-column=Request]');
    if (last) setText(last, status.protocol === 'paxos' ? 'Promised ballot' : 'Request');
    reconcile(rows, rowsOf(app, status), ({ member }) => member, createRow, updateRow);
  };
  node.on('status', show);
  node.on('snapshot', show);
  heads.on('change', show);
  freshness.on('change', show);
  // How long a member has been silent changes without an event.
  setInterval(show, 500);
  return panel('Members', { testid: 'members' }, h('div', { class: 'scroll-x', tabindex: '0', role: 'group', 'aria-label': 'Members' },
    h('table', { class: 'plain-table members' }, h('caption', { class: 'visually-hidden' }, 'The members of the cluster'), h('thead', {}, head), rows)), createVerdict(app));
}

/**
 * @param {App} app
 * @param {Wire.Status} status
 * @returns {Row[]}
 */
function rowsOf({ node, watch, heads, freshness }, status) {
  return heads.all.map(({ member, height, hash, reachable }) => {
    const told = watch.stateOf(member);
    const common = { member, height: height === null ? '–' : `#${height}`, hash, time: told.clock === undefined ? '–' : String(told.clock) };
    if (member === status.member) {
      const badge = stateBadge(status.state);
      return {
        ...common, state: badge, heard: 'this node', durable: `#${status.durable}`, committed: `#${status.committed}`, time: String(node.time),
        wants: status.protocol === 'paxos' ? ballotText(status.promised) : timestampText(status.claim), note: status.waiting_for.length ? `waits for ${status.waiting_for.join(', ')}` : '',
      };
    }
    const peer = status.peers.find((each) => each.member === member);
    const accused = status.accused.find((each) => each.member === member);
    const remarks = [status.waiting_for.includes(member) ? 'waited for' : '', reachable ? '' : 'sends no events', accused ? `accused: ${accused.reason}` : ''];
    return {
      ...common, state: peerBadge(peer?.state ?? 'unknown'), heard: heardText(node.heardAt(member), freshness.now),
      durable: block(told.durable ?? peer?.durable), committed: block(told.committed),
      wants: status.protocol === 'paxos' ? ballotText(told.promised) : timestampText(told.claim ?? peer?.claim), note: remarks.filter(Boolean).join('; '),
    };
  });
}

/** @param {number | null | undefined} height */
const block = (height) => (height == null ? '–' : `#${height}`);

/** @param {Row} row */
function createRow({ member }) {
  /** @type {(name: string) => HTMLElement} */
  const cell = (name) => h('td', { 'data-slot': name, 'data-testid': `peer-${member}-${name}` });
  return h('tr', { 'data-testid': `peer-${member}` }, h('th', { scope: 'row' }, h('span', { class: 'member' }, member)), ['state', 'heard', 'height', 'hash', 'durable', 'committed', 'time', 'wants', 'note'].map(cell));
}

/**
 * @param {HTMLElement} row
 * @param {Row} shown
 */
function updateRow(row, { state, hash, ...texts }) {
  for (const [name, text] of Object.entries(texts)) if (name !== 'member') setText(slot(row, name), text);
  const badge = slot(row, 'state');
  if (badge.dataset.shown !== state.text) {
    badge.dataset.shown = state.text;
    badge.replaceChildren(h('span', { class: `badge ${state.tone}` }, icon(state.icon), state.text));
  }
  const cell = slot(row, 'hash');
  if (cell.dataset.shown === String(hash)) return;
  cell.dataset.shown = String(hash);
  cell.replaceChildren(hash ? h('span', { class: 'with-pattern' }, fingerprint(hash), h('code', {}, shortHash(hash))) : h('span', { class: 'muted' }, 'not seen'));
}

// The protocol view: what all members send each other, now or at any moment of the past, and why they wait.
import { h, setText } from './dom.js';
import { rested } from './pace.js';
import { placeTransferForm } from './panels/transfer.js';
import { createCard } from './protocol/card.js';
import { createDiagram } from './protocol/diagram.js';
import { createFeed } from './protocol/feed.js';
import { toHtml } from './protocol/html-export.js';
import { keysOf } from './protocol/keys.js';
import { Lens } from './protocol/lens.js';
import { createMinimap } from './protocol/minimap.js';
import { createOpener } from './protocol/open-file.js';
import { createSwitches } from './protocol/switches.js';
import { createTable } from './protocol/table.js';
import { createToolbar } from './protocol/toolbar.js';
import { clockTime } from './pure/format.js';
import { viewOf } from './pure/address.js';
import { parseAddress } from './pure/trace-address.js';

/** Browsers refuse an address that changes too often. */
const ADDRESS_GAP_MILLIS = 300;
const NOTE_GAP_MILLIS = 100;

/** @param {import('./main.js').App} app */
export function create(app) {
  const place = parseAddress(location.hash);
  const { watch } = app;
  const lens = new Lens(watch);
  lens.goTo(place);
  const diagram = createDiagram(lens, watch);
  const view = h('div', { class: 'protocol-view', 'data-testid': 'protocol-live' });
  const frame = h('div', { class: 'protocol-frame', 'data-testid': 'view-protocol' }, view);
  // When the members are known, so are their keys.
  let known = false;
  lens.on('change', () => {
    if (known || !lens.trace) return;
    known = true;
    app.keys.add('Protocol', keysOf(lens), () => !frame.hidden && !view.hidden);
  });
  const picture = h('div', { class: 'picture' }, diagram.element, createMinimap(lens, diagram));
  lens.on('change', () => {
    picture.hidden = lens.isTable;
  });
  view.prepend(createToolbar(lens, diagram, () => app.keys.open(), { HTML: () => toHtml(lens, diagram.inView(), app.node.status) }, createOpener(view, app.keys)), h('div', { class: 'stage' },
    h('div', { class: 'stage-main' }, createNotice(watch), createEmptyNotice(lens, watch), picture, createTable(lens)),
    h('div', { class: 'stage-side' }, createMoment(lens, app.freshness), createCard(lens, whatNoEventTells(app)), createSwitches(app), createTransfer(app), createFeed(lens))));
  keepAddress(frame, lens, watch);
  return frame;
}

/**
 * Whether this is now, and whether it still is: in large letters if not.
 * @param {Lens} lens
 * @param {import('./freshness.js').FreshnessWatch} freshness
 */
function createMoment(lens, freshness) {
  const word = h('strong', { 'data-testid': 'moment-word' });
  const note = h('span', { 'data-testid': 'moment-note' });
  const element = h('p', { class: 'moment-badge', 'data-testid': 'moment' }, word, note);
  const show = () => {
    const { state } = freshness.now;
    element.dataset.state = lens.follows ? state : 'replay';
    setText(word, lens.follows ? WORDS[state] : 'REPLAY');
    setText(note, noteOf(lens, freshness.now));
  };
  // A word that changes lays out its whole column: not for each frame of somebody who scrubs.
  lens.on('change', rested(show, NOTE_GAP_MILLIS));
  // At once, as in the header: what is old never says LIVE.
  freshness.on('change', show);
  show();
  return element;
}

const WORDS = { connecting: '…', live: 'LIVE', lagging: 'LAGGING', stale: 'STALE' };

/**
 * @param {Lens} lens
 * @param {import('./pure/freshness.js').Freshness} fresh
 */
function noteOf(lens, { since, blocks }) {
  if (lens.isAwaiting) return 'fetching this moment';
  if (lens.follows) return since !== null ? `since ${clockTime(since)}` : blocks ? `${blocks} blocks` : '';
  const { moment } = lens;
  return moment ? `${moment.member} at ${moment.step.time}${moment.step.at ? `, ${clockTime(Date.parse(moment.step.at))}` : ''}` : '';
}

/** @param {import('./main.js').App} app */
const whatNoEventTells = ({ node, watch }) => ({
  get status() {
    return node.status;
  },
  /** @param {string} member */
  fromDisk: (member) => watch.reach.get(member)?.fromDisk ?? null,
  /**
   * @param {string} member
   * @param {string} peer
   */
  silence(member, peer) {
    const at = member === node.status?.member ? node.heardAt(peer) : null;
    return at === null ? null : Date.now() - at;
  },
});

/** @param {import('./watch.js').Watch} watch */
function createNotice(watch) {
  const text = h('p', {});
  const element = h('div', { class: 'notice warn', 'data-testid': 'watch-refused', hidden: true }, text);
  watch.on('refused', (problem) => {
    element.hidden = false;
    setText(text, `This node does not show the events of the members: ${problem}`);
  });
  return element;
}

/**
 * An idle cluster exchanges nothing but signs of life, and the newest events may be nothing else.
 * @param {Lens} lens
 * @param {import('./watch.js').Watch} watch
 */
function createEmptyNotice(lens, watch) {
  const button = h('button', { type: 'button', class: 'small', 'data-testid': 'look-back', onclick: () => watch.lookBack() }, 'Look further back');
  const element = h('div', { class: 'notice', 'data-testid': 'watch-empty', hidden: true }, h('p', {}, 'The newest events are nothing but signs of life, which are hidden. ', button));
  lens.on('change', () => {
    element.hidden = lens.rows.points.length > 0 || !lens.trace?.order.length || !watch.canLookBack;
  });
  return element;
}

/**
 * To have something to watch without leaving the view.
 * @param {import('./main.js').App} app
 */
function createTransfer(app) {
  const fold = h('details', { class: 'transfer-fold', 'data-testid': 'transfer-fold' }, h('summary', {}, 'Send a transfer'));
  placeTransferForm(app, 'protocol', fold);
  return fold;
}

/**
 * The address has view, moment and selection; a link that is followed changes them.
 * @param {HTMLElement} view
 * @param {Lens} lens
 * @param {import('./watch.js').Watch} watch
 */
function keepAddress(view, lens, watch) {
  let due = 0;
  const write = () => {
    due = 0;
    const address = lens.address();
    // The address may lead to another view already, which is still being loaded.
    const isHere = location.hash === '' || viewOf(location.hash) === 'protocol';
    if (!isHere || view.hidden || !view.isConnected || address === location.hash || (address === '#protocol' && location.hash === '')) return;
    history.replaceState(null, '', address);
  };
  lens.on('change', () => {
    due ||= setTimeout(write, ADDRESS_GAP_MILLIS);
  });
  addEventListener('hashchange', () => {
    if (!/^#protocol($|\?)/.test(location.hash) || location.hash === lens.address()) return;
    const place = parseAddress(location.hash);
    if (place.from) watch.askFrom(place.from);
    lens.goTo(place);
  });
}

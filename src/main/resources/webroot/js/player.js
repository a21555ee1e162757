// Plays a recording from the file that it stands in: the same view as of a live cluster, without a node.
import { byId, h } from './dom.js';
import { Emitter } from './emitter.js';
import { KeySheet } from './key-sheet.js';
import { createCard } from './protocol/card.js';
import { createDiagram } from './protocol/diagram.js';
import { createFeed } from './protocol/feed.js';
import { keysOf } from './protocol/keys.js';
import { Lens } from './protocol/lens.js';
import { createMinimap } from './protocol/minimap.js';
import { createTable } from './protocol/table.js';
import { createToolbar } from './protocol/toolbar.js';
import { Trace } from './pure/trace.js';

/** @type {{ ledger: string, protocol: Wire.Status['protocol'], members: string[], lanes: Record<string, Wire.Step[]>, member: string | null, chatter: boolean }} */
const recording = JSON.parse(byId('recording').textContent ?? '');

/** What is watched is in the file. @extends {Emitter<{ change: null }>} */
class Recording extends Emitter {
  trace = new Trace(recording.members);
  /** @type {Map<string, import('./watch.js').Reach>} */
  reach = new Map();
}

const source = new Recording();
for (const member of recording.members) source.trace.add(member, recording.lanes[member] ?? []);
const lens = new Lens(source, true);
const diagram = createDiagram(lens, source);
const view = h('div', { class: 'protocol-view', 'data-testid': 'player' });
const keys = new KeySheet();
keys.add('Recording', keysOf(lens));
const picture = h('div', { class: 'picture' }, diagram.element, createMinimap(lens, diagram));
const word = h('strong', {}, 'RECORDED');
const note = h('span', { 'data-testid': 'moment-note' });
lens.on('change', () => {
  picture.hidden = lens.isTable;
  const { present } = lens;
  note.textContent = present ? `${present.member} at ${present.step.time}` : '';
});
view.prepend(createToolbar(lens, diagram, () => keys.open()), h('div', { class: 'stage' },
  h('div', { class: 'stage-main' }, picture, createTable(lens)),
  h('div', { class: 'stage-side' }, h('p', { class: 'moment-badge', 'data-state': 'replay' }, word, note), createCard(lens, { status: recording }), createFeed(lens))));
byId('main').append(view);
lens.member = recording.member;
lens.filter.chatter = recording.chatter;
lens.refresh();
const [first] = lens.rows.points;
if (first) lens.select(first);

// No label of the diagram is on another one, at any width and for any number of members.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draw } from '../../main/resources/webroot/js/pure/trace-drawing.js';
import { Labels, boxOf, shared } from '../../main/resources/webroot/js/pure/trace-labels.js';
import { layOut } from '../../main/resources/webroot/js/pure/trace-rows.js';
import { oneTransfer, traceOf } from './trace-samples.js';

/** @typedef {import('../../main/resources/webroot/js/pure/trace-drawing.js').Shape} Shape */

/**
 * The labels of events and arrows, with their boxes.
 * @param {Shape[]} shapes
 * @returns {{ text: string, box: import('../../main/resources/webroot/js/pure/trace-labels.js').Box }[]}
 */
const labelsOf = (shapes) => shapes.flatMap(({ tag, attributes, children, text }) => (tag === 'text' && /time|word|label/.test(String(attributes.class))
  ? [{ text, box: boxOf({ x: Number(attributes.x), y: Number(attributes.y), anchor: /** @type {'start'} */ (attributes['text-anchor']) }, text) }]
  : labelsOf(children)));

/**
 * @param {Record<string, import('./trace-samples.js').Told[]>} told
 * @param {number} width
 */
function overlaps(told, width) {
  const trace = traceOf(told);
  const rows = layOut(trace.order, {});
  const view = { width, height: 2000, top: 0, members: trace.members, away: new Set(), moment: Infinity, chosen: null, follows: true };
  const labels = labelsOf(draw(rows, view));
  assert.ok(labels.length > 5);
  return labels.flatMap((one, i) => labels.slice(i + 1).filter((other) => one.text !== other.text && shared(one.box, other.box) > 0).map((other) => `${one.text} / ${other.text}`));
}

/** A member whose peers are silent says the same again, and its timers run out meanwhile. @type {Record<string, import('./trace-samples.js').Told[]>} */
const waiting = {
  A: [
    { kind: 'sent', time: 75, to: 'B', type: 'request', message: 'A1', message_time: 75 },
    { kind: 'timer', time: 75, what: 'timeout,due' },
    { kind: 'sent', time: 75, to: 'B', type: 'request', message: 'A2', message_time: 75, again: true },
    { kind: 'timer', time: 75, what: 'timeout,due' },
    { kind: 'in_doubt', time: 75 },
    { kind: 'sent', time: 76, to: 'B', type: 'heartbeat', message: 'A3', message_time: 76 },
    { kind: 'withdrawn', time: 76, claim: { time: 75, member: 'A' } },
  ],
  B: [{ kind: 'fault', time: 1, what: 'paused' }, { kind: 'peer_lost', time: 2, member: 'A' }],
};

test('no label is on another', () => {
  for (const width of [700, 900, 1400]) {
    assert.deepEqual(overlaps(oneTransfer(), width), [], `one transfer at ${width}`);
    assert.deepEqual(overlaps(waiting, width), [], `a member that waits at ${width}`);
  }
  for (const width of [330, 500]) assert.deepEqual(overlaps(waiting, width), [], `a member that waits at ${width}`);
});

test('a word is whole where nothing is in its way', () => {
  const trace = traceOf(oneTransfer());
  const view = { width: 1400, height: 2000, top: 0, members: trace.members, away: new Set(), moment: Infinity, chosen: null, follows: true };
  const texts = labelsOf(draw(layOut(trace.order, {}), view)).map(({ text }) => text);
  assert.deepEqual(texts.filter((text) => text.includes('…')), []);
  assert.equal(texts.filter((text) => text === '#1').length, 3);
});

test('a word that has no room is cut, and says so', () => {
  const labels = new Labels();
  labels.fix({ x: 200, y: 20, anchor: 'end' }, '12345');
  const text = labels.cut({ x: 100, y: 20, anchor: 'start' }, 'enters (7777, A)');
  assert.match(text, /^enters.*…$/);
  assert.equal(labels.cut({ x: 100, y: 60, anchor: 'start' }, 'enters (7777, A)'), 'enters (7777, A)');
});

test('a word ends where the drawing ends', () => {
  assert.match(new Labels(200).cut({ x: 100, y: 20, anchor: 'start' }, 'fault: connection refused'), /^fault.*…$/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPending, looseEnd } from '../../main/resources/webroot/js/pure/trace-arrows.js';
import { draw } from '../../main/resources/webroot/js/pure/trace-drawing.js';
import { geometry } from '../../main/resources/webroot/js/pure/trace-shapes.js';
import { looseAt, pointAt } from '../../main/resources/webroot/js/pure/trace-hit.js';
import { layOut } from '../../main/resources/webroot/js/pure/trace-rows.js';
import { oneTransfer, traceOf } from './trace-samples.js';

const trace = traceOf(oneTransfer());
const rows = layOut(trace.order, {});
const view = { width: 800, height: 900, top: 0, members: ['A', 'B', 'C'], away: new Set(), moment: Infinity, chosen: null, follows: true };
const { x, y } = geometry(/** @type {any} */ (view));

test('a click on an event, or near it, means the event', () => {
  for (const point of rows.points.filter(({ step }) => step.kind !== 'sent')) {
    const row = rows.rowOf.get(point) ?? -1;
    assert.equal(pointAt(rows, /** @type {any} */ (view), x(point.lane) + 5, y(row) - 3), point);
  }
});

test('a click on an arrow, away from its ends, means the message', () => {
  const receipt = rows.points.find(({ step, member }) => step.kind === 'received' && member === 'C' && step.type === 'request');
  assert.ok(receipt?.sender);
  const [from, to] = [receipt.sender, receipt].map((point) => ({ x: x(point.lane), y: y(rows.rowOf.get(point) ?? 0) }));
  assert.ok(from && to);
  assert.equal(pointAt(rows, /** @type {any} */ (view), from.x + 0.7 * (to.x - from.x), from.y + 0.7 * (to.y - from.y) + 3), receipt);
});

test('a click where nothing is means nothing', () => {
  assert.equal(pointAt(rows, /** @type {any} */ (view), 795, 890), null);
  assert.ok(draw(rows, /** @type {any} */ (view)).length > 0);
});

test('the loose end of a message in flight is found, and a message that is lost ends in a cross', () => {
  const all = layOut(trace.order, { chatter: true });
  const pending = all.points.find((point) => isPending(point, all));
  assert.equal(pending?.step.message, 'C3');
  const end = looseEnd(/** @type {any} */ (pending), all, /** @type {any} */ (view), geometry(/** @type {any} */ (view)));
  assert.equal(looseAt(all, /** @type {any} */ (view), end.x2 + 3, end.y2), pending);
  assert.equal(looseAt(all, /** @type {any} */ (view), end.x2 + 60, end.y2), null);

  /** @param {boolean} isLost */
  const drawn = (isLost) => JSON.stringify(draw(all, /** @type {any} */ ({ ...view, lost: () => isLost })));
  assert.match(drawn(true), /"arrow pending t-heartbeat[^"]* lost".*tip lost.*to B, lost/);
  assert.doesNotMatch(drawn(false), /lost/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draw, layers } from '../../main/resources/webroot/js/pure/trace-drawing.js';
import { layOut } from '../../main/resources/webroot/js/pure/trace-rows.js';
import { sketch } from '../../main/resources/webroot/js/pure/trace-sketch.js';
import { traceOf } from './trace-samples.js';

/** @typedef {import('../../main/resources/webroot/js/pure/trace-drawing.js').Shape} Shape */

/** Messages of A to B, one after the other. */
const many = traceOf({
  A: Array.from({ length: 200 }, (_, i) => ({ kind: 'sent', time: 2 * i, to: 'B', type: i % 2 ? 'ack' : 'request', message: `m${i}`, message_time: 2 * i })),
  B: Array.from({ length: 200 }, (_, i) => ({ kind: 'received', time: 2 * i + 1, from: 'A', type: i % 2 ? 'ack' : 'request', message: `m${i}`, message_time: 2 * i })),
});
const rows = layOut(many.order, {});

/** @param {number} top */
const view = (top) => ({ width: 800, height: 700, top, members: ['A', 'B'], away: new Set(/** @type {string[]} */ ([])), moment: Infinity, chosen: null, follows: true });

/** @param {Shape[]} shapes @returns {number} */
const count = (shapes) => shapes.reduce((sum, { children }) => sum + 1 + count(children), 0);

/** @param {Shape[]} shapes @returns {Shape[]} */
const all = (shapes) => shapes.flatMap((each) => [each, ...all(each.children)]);

test('a flight over the rows draws a path for each type of message, and no words but the names', () => {
  const { ground, events, top } = sketch(rows, view(50));
  const sketched = [...ground, ...events, ...top];
  assert.ok(count(sketched) < 20, `${count(sketched)} elements`);
  assert.ok(count(draw(rows, view(50))) > 100);
  assert.deepEqual(all(sketched).filter(({ tag }) => tag === 'text').map(({ text }) => text), ['A', 'B']);
  const [request] = all(events).filter(({ attributes }) => attributes.class === 'arrow t-request');
  assert.match(String(request?.children[0]?.attributes.d), /^(M\d+ -?\d+L\d+ -?\d+){10,}$/);
});

test('views near each other have the same drawing of the same event', () => {
  const before = new Set(layers(rows, view(50), 50).events.map((each) => JSON.stringify(each)));
  const after = layers(rows, view(51.5), 50).events.map((each) => JSON.stringify(each));
  const drawnAnew = after.filter((each) => !before.has(each)).length;
  assert.ok(drawnAnew < 10, `${drawnAnew} of ${after.length}`);
});

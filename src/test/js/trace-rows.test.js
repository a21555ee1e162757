import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draw } from '../../main/resources/webroot/js/pure/trace-drawing.js';
import { between, historyOf, layOut } from '../../main/resources/webroot/js/pure/trace-rows.js';
import { stepFrom } from '../../main/resources/webroot/js/pure/trace-steps.js';
import { ID, oneTransfer, traceOf } from './trace-samples.js';

const order = () => traceOf(oneTransfer()).order;
/** @param {import('../../main/resources/webroot/js/pure/trace.js').Point} point */
const name = ({ member, step }) => `${member} ${step.kind}${step.type ? ` ${step.type}` : ''}`;

test('time runs down, in every lane and along every message', () => {
  const { points, rowOf, starts, rows } = layOut(order(), {});
  /** @type {Map<string, number>} */
  const last = new Map();
  for (const point of points) {
    const row = /** @type {number} */ (rowOf.get(point));
    const before = last.get(point.member) ?? -1;
    assert.ok(row > before || (row === before && point.step.kind === 'sent'), name(point));
    if (point.sender && rowOf.has(point.sender)) assert.ok(row > /** @type {number} */ (rowOf.get(point.sender)), name(point));
    last.set(point.member, row);
  }
  assert.equal(starts.length, rows);
  assert.ok(rows < points.length, 'concurrent events share rows');
});

test('heartbeats and reports of disks are hidden, unless an entry rests on them', () => {
  const shown = layOut(order(), {}).points.map(name);
  assert.ok(shown.includes('A received heartbeat') && shown.includes('C sent heartbeat'));
  assert.equal(shown.filter((each) => each === 'C sent heartbeat').length, 1);
  assert.ok(!shown.some((each) => each.includes('durable')));
  const all = layOut(order(), { chatter: true }).points.map(name);
  assert.equal(all.length, 26);
});

test('a filter leaves what concerns one member or one type', () => {
  const ofC = layOut(order(), { member: 'C' }).points;
  assert.ok(ofC.every(({ member, step }) => member === 'C' || step.to === 'C' || step.from === 'C'));
  const requests = layOut(order(), { type: 'request' }).points;
  assert.equal(requests.filter(({ step }) => step.type === 'request').length, 4);
  assert.ok(!requests.some(({ step }) => step.type === 'ack'));
});

test('what moved a transfer is its claim, the messages that served it, and its block everywhere', () => {
  const moved = [...historyOf(order(), ID)].map(name);
  for (const each of ['A requested', 'A claimed', 'B received request', 'C sent ack', 'A entered', 'C received release', 'C block', 'B block', 'A answered']) {
    assert.ok(moved.includes(each), each);
  }
  assert.ok(!moved.some((each) => each.includes('heartbeat')));
  assert.equal(historyOf(order(), 'another').size, 0);
});

test('bars reach from entry to exit, and one that has not ended goes on', () => {
  const all = order();
  const { bars } = layOut(all, {});
  assert.deepEqual(bars.map(({ kind, lane, to }) => [kind, lane, to !== null]), [['claim', 0, true], ['section', 0, true]]);
  const early = layOut(all.slice(0, all.findIndex(({ step }) => step.kind === 'entered') + 1), {});
  assert.equal(early.bars.find(({ kind }) => kind === 'section')?.to, null);
});

test('one step leads to the next of its kind, both ways, and to nothing at the end', () => {
  const { points } = layOut(order(), {});
  const entered = stepFrom(points, -1, 'section', 1);
  assert.equal(entered && name(entered), 'A entered');
  const left = stepFrom(points, entered?.place ?? 0, 'section', 1);
  assert.equal(left && name(left), 'A left');
  assert.equal(stepFrom(points, left?.place ?? 0, 'section', -1), entered);
  assert.equal(stepFrom(points, left?.place ?? 0, 'section', 1), null);
  assert.equal(stepFrom(points, -1, 'event', -1), null);
  const block = stepFrom(points, -1, 'block', 1);
  assert.equal(block && name(block), 'A block');
});

test('an arrow is drawn wherever a part of it is in view', () => {
  const rows = layOut(order(), {});
  for (let row = 0; row < rows.rows; row++) {
    const { arrows } = between(rows, row, row + 1);
    const crossing = rows.points.filter((point) => point.sender && rows.rowOf.has(point.sender)
      && /** @type {number} */ (rows.rowOf.get(point.sender)) < row + 1 && /** @type {number} */ (rows.rowOf.get(point)) >= row);
    assert.equal(arrows.length, crossing.length, `row ${row}`);
  }
});

test('messages differ by more than their colours: dashed, open, broken, thick', () => {
  const trace = traceOf({
    A: [
      { kind: 'sent', time: 1, to: 'B', type: 'request', message: 'A1', message_time: 1, again: true },
      { kind: 'sent', time: 2, to: 'B', type: 'release', message: 'A2', message_time: 2, block: 3 },
      { kind: 'sent', time: 3, to: 'B', type: 'ack', message: 'A3', message_time: 3 },
    ],
    B: [
      { kind: 'received', time: 2, from: 'A', type: 'request', message: 'A1', message_time: 1 },
      { kind: 'dropped', time: 3, from: 'A', type: 'release', message: 'A2', reason: 'of an earlier incarnation' },
    ],
  });
  const shapes = draw(layOut(trace.order, {}), { width: 900, height: 500, top: 0, members: ['A', 'B'], away: new Set(['B']), moment: Infinity, chosen: null, follows: true });
  const classes = shapes.filter(({ tag }) => tag === 'g').map(({ attributes }) => String(attributes.class));
  assert.ok(classes.includes('arrow t-request again'));
  assert.ok(classes.includes('arrow t-release block lost'));
  assert.ok(classes.includes('arrow pending t-ack'));
  assert.ok(JSON.stringify(shapes).includes('B unreachable'));
});

test('50,000 messages: what is in view is found within a frame', () => {
  const length = 50_000;
  const trace = traceOf({
    A: Array.from({ length }, (_, i) => ({ kind: 'sent', time: 2 * i, to: 'B', type: 'request', message: `A${i}`, message_time: 2 * i })),
    B: Array.from({ length }, (_, i) => ({ kind: 'received', time: 2 * i + 1, from: 'A', type: 'request', message: `A${i}`, message_time: 2 * i })),
  });
  const rows = layOut(trace.order, {});
  const view = { width: 900, height: 600, members: ['A', 'B'], away: new Set(), moment: Infinity, chosen: null, follows: true };
  const before = performance.now();
  for (let i = 0; i < 100; i++) assert.ok(draw(rows, { ...view, top: (rows.rows * i) / 100 }).length < 500);
  assert.ok((performance.now() - before) / 100 < 16);
});

test('the timer of a repetition is hidden like signs of life, other timers are shown', () => {
  const trace = traceOf({ A: [{ kind: 'timer', time: 1, what: 'resend' }, { kind: 'timer', time: 2, what: 'silence,resend' }] });
  const shown = (/** @type {import('../../main/resources/webroot/js/pure/trace-rows.js').Filter} */ filter) => layOut(trace.order, filter).points.map(({ step }) => step.time);
  assert.deepEqual(shown({}), [2]);
  assert.deepEqual(shown({ chatter: true }), [1, 2]);
});

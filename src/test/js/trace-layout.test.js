// A layout that grows is the one that is made at once, in whatever order the members' events come.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Layout } from '../../main/resources/webroot/js/pure/trace-layout.js';
import { layOut } from '../../main/resources/webroot/js/pure/trace-rows.js';
import { Trace } from '../../main/resources/webroot/js/pure/trace.js';
import { oneTransfer } from './trace-samples.js';

const MEMBERS = ['A', 'B', 'C'];

/** The numbers of a small generator, so that a failure can be had again. @param {number} seed */
function random(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

/** Many transfers, each later than the one before. @param {number} transfers */
function manyTransfers(transfers) {
  /** @type {Record<string, Wire.Step[]>} */
  const steps = { A: [], B: [], C: [] };
  for (let i = 0; i < transfers; i++) {
    for (const [member, told] of Object.entries(oneTransfer())) {
      for (const step of told) {
        const moved = { ...step, seq: (steps[member]?.length ?? 0) + 1, time: step.time + 10 * i, ...(step.message ? { message: `${step.message}.${i}` } : {}) };
        steps[member]?.push(/** @type {Wire.Step} */ (moved));
      }
    }
  }
  return steps;
}

/** @param {import('../../main/resources/webroot/js/pure/trace-rows.js').Rows} rows */
const told = ({ points, rowOf, starts, rows, bars, far, marks }) => ({
  points: points.map((point) => `${point.member}:${point.step.seq}@${rowOf.get(point)}`), known: rowOf.size, starts, rows, far: far.length, marks,
  bars: bars.map(({ kind, lane, from, to }) => `${kind} ${lane} ${from} ${to}`),
});

for (const filter of [{}, { chatter: true }, { member: 'B' }, { type: 'ack' }]) {
  test(`with ${JSON.stringify(filter)}`, () => {
    for (let seed = 1; seed <= 30; seed++) {
      const below = random(seed);
      const steps = manyTransfers(12);
      const trace = new Trace(MEMBERS);
      // So that bars begin before a mark and end behind it, and what is laid out again is short.
      const layout = new Layout(filter, 1 + below(9));
      const most = seed % 2 ? 3 : 40;
      const next = { A: 0, B: 0, C: 0 };
      while (MEMBERS.some((member) => next[/** @type {'A'} */ (member)] < (steps[member]?.length ?? 0))) {
        const member = /** @type {'A'} */ (MEMBERS[below(3)]);
        const count = 1 + below(most);
        trace.add(member, (steps[member] ?? []).slice(next[member], next[member] + count));
        next[member] += count;
        const changed = trace.takeChanged();
        layout.update(trace.order, changed);
      }
      assert.deepEqual(told(layout.rows()), told(layOut(trace.order, filter)), `seed ${seed}`);
    }
  });
}

test('what did not change is not laid out again', () => {
  const trace = new Trace(MEMBERS);
  for (const [member, steps] of Object.entries(manyTransfers(2))) trace.add(member, steps);
  assert.equal(trace.takeChanged(), 0);
  assert.equal(trace.takeChanged(), trace.order.length);
  trace.add('A', [{ seq: 1000, time: 1000, kind: 'requested', id: 'x' }]);
  assert.equal(trace.takeChanged(), trace.order.length - 1);
});

test('another trace in the place of the first is laid out from its beginning', () => {
  const layout = new Layout({});
  const first = new Trace(MEMBERS);
  for (const [member, steps] of Object.entries(manyTransfers(3))) first.add(member, steps);
  layout.update(first.order, first.takeChanged());
  const second = new Trace(MEMBERS);
  for (const [member, steps] of Object.entries(manyTransfers(2))) second.add(member, steps);
  assert.deepEqual(told(layout.update(second.order, second.takeChanged())), told(layOut(second.order, {})));
});

test('what is cut away is laid out no more, and what comes again is', () => {
  const steps = manyTransfers(30);
  for (let seed = 1; seed <= 20; seed++) {
    const next = random(seed);
    const trace = new Trace(MEMBERS);
    const layout = new Layout({}, 16);
    for (const member of MEMBERS) trace.add(member, steps[member] ?? []);
    layout.update(trace.order, trace.takeChanged());
    for (let i = 0; i < 6; i++) {
      const ends = Object.fromEntries(MEMBERS.map((member) => [member, next((steps[member] ?? []).length)]));
      trace.cut(ends);
      const rows = layout.update(trace.order, trace.takeChanged());
      assert.deepEqual(told(rows), told(layOut(trace.order, {})), `seed ${seed}, cut ${i}`);
      for (const member of MEMBERS) trace.add(member, (steps[member] ?? []).slice(0, next((steps[member] ?? []).length)));
      assert.deepEqual(told(layout.update(trace.order, trace.takeChanged())), told(layOut(trace.order, {})), `seed ${seed}, again ${i}`);
    }
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hearing } from '../../main/resources/webroot/js/pure/hearing.js';
import { BUCKETS, Rates, SECONDS } from '../../main/resources/webroot/js/pure/rates.js';

const SECOND = 1_700_000_000;
/** @param {number} seconds */
const at = (seconds) => new Date((SECOND + seconds) * 1000).toISOString();
let seq = 0;
/**
 * @param {number} seconds
 * @param {Partial<Wire.Step>} more
 * @returns {Wire.Step}
 */
const step = (seconds, more) => ({ seq: ++seq, time: 1, kind: 'sent', at: at(seconds), ...more });

test('how long ago somebody was heard is told by the clock of who heard', () => {
  const hearing = new Hearing();
  // The clock of A is hours off the one of this page, which is at 5,000.
  hearing.add('A', [step(1, { kind: 'received', from: 'B' }), step(2, { kind: 'received', from: 'C' }), step(4, {})], 5000);
  assert.deepEqual(hearing.row('A', ['A', 'B', 'C', 'D'], 5500), [
    { of: 'A', age: null, lost: false }, { of: 'B', age: 3500, lost: false }, { of: 'C', age: 2500, lost: false }, { of: 'D', age: null, lost: false },
  ]);
  assert.deepEqual(hearing.row('B', ['A'], 5500), [{ of: 'A', age: null, lost: false }]);
});

test('a piece of the past does not make somebody older', () => {
  const hearing = new Hearing();
  hearing.add('A', [step(9, { kind: 'received', from: 'B' })], 1000);
  hearing.add('A', [step(2, { kind: 'received', from: 'B' })], 2000);
  assert.deepEqual(hearing.row('A', ['B'], 2000), [{ of: 'B', age: 1000, lost: false }]);
});

test('who is lost is known by what the other one says, until it is found', () => {
  const hearing = new Hearing();
  hearing.add('A', [step(1, { kind: 'peer_lost', member: 'B' })], 0);
  assert.equal(hearing.row('A', ['B'], 0)[0]?.lost, true);
  hearing.add('A', [step(2, { kind: 'peer_found', member: 'B' })], 0);
  hearing.add('A', [step(1, { kind: 'peer_lost', member: 'B' })], 0);
  assert.equal(hearing.row('A', ['B'], 0)[0]?.lost, false);
});

test('blocks of this member and messages of all are counted by second', () => {
  const rates = new Rates('A');
  const own = [step(0, { kind: 'block', transfers: 3 }), step(1, { kind: 'block', transfers: 2 }), step(1, {})];
  rates.add('A', own, 0);
  rates.add('A', own, 0);
  rates.add('B', [step(1, { kind: 'block', transfers: 2 }), step(1, {}), step(1, {})], 0);
  assert.deepEqual(rates.lastMinute('transfers', 0).slice(-2), [3, 2]);
  assert.deepEqual(rates.lastMinute('messages', 0).slice(-2), [0, 3]);
  // Time goes on when nothing happens.
  assert.deepEqual(rates.lastMinute('transfers', 1000).slice(-3), [3, 2, 0]);
  assert.equal(rates.lastMinute('transfers', 0).length, SECONDS);
});

test('an answer takes from the request on, and what was never asked here is no answer', () => {
  const rates = new Rates('A');
  rates.add('A', [step(0, { kind: 'requested', ids: ['x', 'y'] }), step(0.003, { kind: 'answered', id: 'x' }), step(0.4, { kind: 'answered', id: 'y' }), step(1, { kind: 'answered', id: 'z' })], 0);
  const { counts, number, p50, p99 } = rates.latencies();
  assert.deepEqual([number, p50, p99], [2, 400, 400]);
  assert.deepEqual([counts[BUCKETS.indexOf(5)], counts[BUCKETS.indexOf(500)]], [1, 1]);
});

test('without an answer there is no latency', () => {
  assert.deepEqual([new Rates('A').latencies().number, new Rates('A').latencies().p50], [0, null]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Overdue, freshnessOf } from '../../main/resources/webroot/js/pure/freshness.js';

const now = { at: 100_000, open: true, heardAt: 99_500, overdue: 0 };

test('what has just been heard over an open connection is live', () => {
  assert.deepEqual(freshnessOf(now), { state: 'live', since: null, blocks: 0 });
});

test('a node that was never heard shows nothing that could be old', () => {
  assert.equal(freshnessOf({ ...now, heardAt: null }).state, 'connecting');
  assert.equal(freshnessOf({ ...now, heardAt: null, open: false }).state, 'connecting');
});

test('without a connection everything is old from the last word on', () => {
  assert.deepEqual(freshnessOf({ ...now, open: false }), { state: 'stale', since: 99_500, blocks: 0 });
});

test('a connection that is open and silent is no excuse', () => {
  assert.equal(freshnessOf({ ...now, heardAt: 97_000 }).state, 'live');
  assert.deepEqual(freshnessOf({ ...now, heardAt: 96_999 }), { state: 'stale', since: 96_999, blocks: 0 });
});

test('blocks that should be on the page are counted', () => {
  assert.deepEqual(freshnessOf({ ...now, overdue: 3 }), { state: 'lagging', since: null, blocks: 3 });
  assert.equal(freshnessOf({ ...now, overdue: 3, open: false }).state, 'stale');
});

test('a page that follows a chain that grows all the time does not lag', () => {
  const overdue = new Overdue();
  for (let at = 0; at < 20_000; at += 250) {
    // One block for every 50 ms, each on the page 300 ms later.
    assert.equal(overdue.count(at, Math.floor(at / 50), Math.max(0, Math.floor(at / 50) - 6)), 0);
  }
});

test('what the page does not take up is overdue after a second', () => {
  const overdue = new Overdue();
  assert.equal(overdue.count(0, 5, 5), 0);
  assert.equal(overdue.count(250, 8, 5), 0);
  assert.equal(overdue.count(1000, 9, 5), 0);
  assert.equal(overdue.count(1250, 9, 5), 3);
  assert.equal(overdue.count(2000, 9, 5), 4);
  assert.equal(overdue.count(2250, 9, 9), 0);
});

test('another ledger begins anew', () => {
  const overdue = new Overdue();
  overdue.count(0, 100, 100);
  assert.equal(overdue.count(2000, 3, 3), 0);
  assert.equal(overdue.count(4000, 3, 0), 3);
});

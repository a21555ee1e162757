import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshnessOf } from '../../main/resources/webroot/js/pure/freshness.js';

const now = { at: 100_000, open: true, heardAt: 99_500, lag: 0, lagsSince: 100_000 };

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

test('blocks that the page does not show are counted when they are more than a moment old', () => {
  assert.equal(freshnessOf({ ...now, lag: 3, lagsSince: 99_200 }).state, 'live');
  assert.deepEqual(freshnessOf({ ...now, lag: 3, lagsSince: 98_000 }), { state: 'lagging', since: null, blocks: 3 });
  assert.equal(freshnessOf({ ...now, lag: 3, lagsSince: 98_000, open: false }).state, 'stale');
});

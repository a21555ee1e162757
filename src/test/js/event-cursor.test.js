import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventCursor } from '../../main/resources/webroot/js/pure/event-cursor.js';

test('an event is taken once, and none that is older', () => {
  const cursor = new EventCursor();
  assert.equal(cursor.take(5), true);
  assert.equal(cursor.take(5), false);
  assert.equal(cursor.take(4), false);
  assert.equal(cursor.take(6), true);
  assert.equal(cursor.last, 6);
});

test('what was skipped is not taken later', () => {
  const cursor = new EventCursor();
  cursor.take(5);
  cursor.skip(9);
  assert.equal(cursor.take(9), false);
  assert.equal(cursor.take(10), true);
  cursor.skip(7);
  assert.equal(cursor.last, 10);
});

test('a node that has never come as far counts anew', () => {
  const cursor = new EventCursor();
  cursor.take(500);
  cursor.greet(500);
  assert.equal(cursor.last, 500);
  cursor.greet(20);
  assert.equal(cursor.last, null);
  assert.equal(cursor.take(1), true);
});

test('another ledger is counted anew', () => {
  const cursor = new EventCursor();
  cursor.take(500);
  cursor.forget();
  assert.equal(cursor.take(1), true);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineHistory } from '../../main/resources/webroot/js/pure/line-history.js';

test('one goes up to the oldest line, and down again to the draft', () => {
  const history = new LineHistory(['first'], 10);
  history.add('second');
  assert.equal(history.older('draft'), 'second');
  assert.equal(history.older('second'), 'first');
  assert.equal(history.older('first'), null);
  assert.equal(history.newer(), 'second');
  assert.equal(history.newer(), 'draft');
  assert.equal(history.newer(), null);
});

test('a line that is entered again is kept once, and one goes up from the end', () => {
  const history = new LineHistory([], 10);
  history.add('status');
  history.add('status');
  assert.deepEqual(history.lines, ['status']);
  history.older('');
  history.add('peers');
  assert.equal(history.older(''), 'peers');
});

test('the oldest lines go', () => {
  const history = new LineHistory(['1', '2', '3'], 2);
  assert.deepEqual(history.lines, ['2', '3']);
  history.add('4');
  assert.deepEqual(history.lines, ['3', '4']);
});

test('without lines there is nothing above or below', () => {
  const history = new LineHistory([], 2);
  assert.equal(history.older('x'), null);
  assert.equal(history.newer(), null);
});

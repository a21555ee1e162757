import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NewestBlocks } from '../../main/resources/webroot/js/pure/newest-blocks.js';

test('the newest block is the one that was appended last', () => {
  const blocks = new NewestBlocks();
  assert.equal(blocks.height, null);
  blocks.add(5, 'five', 500);
  blocks.add(6, 'six', 600);
  blocks.add(4, 'four', 400);
  assert.equal(blocks.height, 6);
  assert.deepEqual([4, 5, 6, 7].map((height) => blocks.hashAt(height)), ['four', 'five', 'six', null]);
});

test('a member that copies the chain anew is where it says, with the hashes that it says now', () => {
  const blocks = new NewestBlocks();
  blocks.add(5, 'five', 500);
  blocks.add(3, 'other', 900);
  blocks.add(3, 'three', 300);
  assert.equal(blocks.height, 3);
  assert.equal(blocks.hashAt(3), 'other');
});

test('old hashes are forgotten', () => {
  const blocks = new NewestBlocks();
  for (let height = 1; height <= 5000; height++) blocks.add(height, String(height), height);
  assert.equal(blocks.hashAt(1), null);
  assert.equal(blocks.hashAt(4990), '4990');
});

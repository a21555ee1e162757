import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join } from '../../main/resources/webroot/js/pure/chain-window.js';
import { blocks } from './samples.js';

/**
 * @param {number} low
 * @param {number} high
 */
const windowOf = (low, high) => {
  const hashes = new Map(blocks(low, high).map(({ height, hash }) => [height, hash]));
  return { low, high, hashAt: (/** @type {number} */ height) => hashes.get(height) };
};
/** @param {Wire.Block[]} some */
const heights = (some) => some.map(({ height }) => height);

test('an empty window takes everything', () => {
  const joined = join(windowOf(0, -1), blocks(4, 6));
  assert.equal(joined.replaces, true);
  assert.deepEqual(heights(joined.above), [4, 5, 6]);
});

test('newer blocks go on top, ascending', () => {
  const joined = join(windowOf(4, 6), blocks(7, 8));
  assert.equal(joined.replaces, false);
  assert.deepEqual([heights(joined.above), joined.below], [[7, 8], []]);
});

test('older blocks go to the foot, descending', () => {
  const joined = join(windowOf(4, 6), blocks(2, 3));
  assert.equal(joined.replaces, false);
  assert.deepEqual([joined.above, heights(joined.below)], [[], [3, 2]]);
});

test('blocks that are there already are left out', () => {
  const joined = join(windowOf(4, 6), blocks(3, 7));
  assert.equal(joined.replaces, false);
  assert.deepEqual([heights(joined.above), heights(joined.below)], [[7], [3]]);
});

test('blocks that are apart replace the window, on either side', () => {
  assert.equal(join(windowOf(4, 6), blocks(8, 9)).replaces, true);
  assert.equal(join(windowOf(4, 6), blocks(1, 2)).replaces, true);
});

test('another chain replaces the window', () => {
  assert.equal(join(windowOf(4, 6), blocks(6, 7, 'other')).replaces, true, 'another hash at a height that is there');
  assert.equal(join(windowOf(4, 6), blocks(7, 8, 'other')).replaces, true, 'a pointer to another block');
});

test('no blocks change nothing', () => {
  assert.deepEqual(join(windowOf(4, 6), []), { replaces: false, above: [], below: [] });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SIZE, patternPath } from '../../main/resources/webroot/js/pure/hash-pattern.js';

/** @param {string} hash */
const cells = (hash) => [...patternPath(hash).matchAll(/M(\d) (\d)h1v1h-1z/g)].map(([, column, row]) => `${column},${row}`);

test('even digits are dark, odd ones are not', () => {
  assert.equal(cells('0'.repeat(64)).length, SIZE * SIZE);
  assert.deepEqual(cells('f'.repeat(64)), []);
});

test('the pattern is its own mirror image', () => {
  const dark = cells('0123456789abcdeffedcba98765432100123456789abcdeffedcba9876543210');
  const mirrored = dark.map((cell) => `${SIZE - 1 - Number(cell[0])}${cell.slice(1)}`);
  assert.deepEqual([...mirrored].sort(), [...dark].sort());
});

test('another hash is another pattern', () => {
  assert.notDeepEqual(cells(`1${'0'.repeat(63)}`), cells('0'.repeat(64)));
});

// RFC 9162, section 2.1, written down as it stands there, against the checks that are used.
import './web-crypto.js';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { blockLeaf, continues, includes } from '../../main/resources/webroot/js/pure/tree-proof.js';

/** @param {...Buffer} parts */
const sha = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const [ZERO, ONE] = [Buffer.from([0]), Buffer.from([1])];

/** @param {number} count */
const leaves = (count) => Array.from({ length: count }, (_, i) => sha(ZERO, Buffer.from([i])));

/** The largest power of two below n. @param {number} n */
const split = (n) => 2 ** Math.ceil(Math.log2(n) - 1);

/** @param {Buffer[]} d @returns {Buffer} */
const mth = (d) => (d.length === 0 ? sha() : d.length === 1 ? /** @type {Buffer} */ (d[0]) : sha(ONE, mth(d.slice(0, split(d.length))), mth(d.slice(split(d.length)))));

/** "PATH(m, D_n)" (2.1.3.1). @param {number} m @param {Buffer[]} d @returns {Buffer[]} */
function path(m, d) {
  if (d.length === 1) return [];
  const k = split(d.length);
  return m < k ? [...path(m, d.slice(0, k)), mth(d.slice(k))] : [...path(m - k, d.slice(k)), mth(d.slice(0, k))];
}

/** "SUBPROOF(m, D_n, b)" (2.1.4.1). @param {number} m @param {Buffer[]} d @param {boolean} b @returns {Buffer[]} */
function subproof(m, d, b) {
  if (m === d.length) return b ? [] : [mth(d)];
  const k = split(d.length);
  return m <= k ? [...subproof(m, d.slice(0, k), b), mth(d.slice(k))] : [...subproof(m - k, d.slice(k), false), mth(d.slice(0, k))];
}

/** @param {Buffer[]} hashes */
const hex = (hashes) => hashes.map((hash) => hash.toString('hex'));
/** @param {Buffer[]} d */
const head = (d) => ({ size: BigInt(d.length), root: mth(d).toString('hex') });

const MOST = 20;
const all = leaves(MOST);

test('every leaf of every small tree is included, and at no other place', async () => {
  for (let n = 1; n <= MOST; n++) {
    const d = all.slice(0, n);
    const { size, root } = head(d);
    for (let m = 0; m < n; m++) {
      const proof = hex(path(m, d));
      const leaf = hex(all)[m] ?? '';
      assert.ok(await includes(leaf, BigInt(m), size, proof, root), `${m} in ${n}`);
      assert.ok(!await includes(leaf, BigInt(m) + 1n, size, proof, root), `${m} + 1 in ${n}`);
      assert.ok(!await includes(root, BigInt(m), size, proof, root) || n === 1);
      assert.ok(!await includes(leaf, BigInt(m), size, [...proof, leaf], root));
      if (proof.length) assert.ok(!await includes(leaf, BigInt(m), size, proof.slice(0, -1), root));
    }
  }
  assert.ok(!await includes('00', -1n, 1n, [], '00'));
});

test('every small tree continues every smaller one, and no other', async () => {
  for (let n = 1; n <= MOST; n++) {
    for (let m = 1; m <= n; m++) {
      const [earlier, later] = [head(all.slice(0, m)), head(all.slice(0, n))];
      const proof = hex(subproof(m, all.slice(0, n), true));
      assert.ok(await continues(earlier, later, proof), `${m} to ${n}`);
      assert.ok(!await continues({ ...earlier, root: hex(all)[0] ?? '' }, later, proof) || m === 1, `another ${m} to ${n}`);
      assert.ok(!await continues(earlier, { ...later, root: '00'.repeat(32) }, proof), `${m} to another ${n}`);
      assert.ok(!await continues(earlier, later, [...proof, later.root]), `${m} to ${n} and on`);
      if (proof.length) assert.ok(!await continues(earlier, later, proof.slice(1)), `${m} to ${n} without its first`);
      if (m < n) assert.ok(!await continues(later, earlier, proof), `${n} back to ${m}`);
    }
  }
});

test('every tree continues the empty one, without a proof', async () => {
  const empty = head([]);
  assert.ok(await continues(empty, head(all), []));
  assert.ok(await continues(empty, empty, []));
  assert.ok(!await continues({ ...empty, root: head(all).root }, head(all), []));
});

test('a path that is too short or too long for its tree leads nowhere, though the hashes fit', async () => {
  const [one, two, three, four, other] = all;
  assert.ok(one && two && three && four && other);
  const [left, right] = [sha(ONE, one, two), sha(ONE, three, four)];
  const root = sha(ONE, left, right);
  const text = (/** @type {Buffer} */ hash) => hash.toString('hex');
  // An inner node is no leaf, and a leaf is no tree of one.
  assert.ok(!await includes(text(left), 0n, 4n, [text(right)], text(root)));
  assert.ok(!await includes(text(two), 0n, 1n, [text(one)], text(left)));

  const proof = hex([three, four, left]);
  const [earlier, later] = [text(sha(ONE, left, three)), text(root)];
  assert.ok(await continues({ size: 3n, root: earlier }, { size: 4n, root: later }, proof));
  assert.ok(!await continues({ size: 3n, root: earlier }, { size: 8n, root: later }, proof));
  const above = (/** @type {string} */ hash) => text(sha(ONE, other, Buffer.from(hash, 'hex')));
  assert.ok(!await continues({ size: 3n, root: above(earlier) }, { size: 4n, root: above(later) }, [...proof, text(other)]));
});

test('sizes beyond 32 bits count', async () => {
  const leaf = '11'.repeat(32);
  // The leaf 2^40 of a tree of 2^40 + 1 leaves has one sibling, which is all of the others.
  const root = sha(ONE, Buffer.alloc(32, 7), Buffer.from(leaf, 'hex')).toString('hex');
  assert.ok(await includes(leaf, 2n ** 40n, 2n ** 40n + 1n, ['07'.repeat(32)], root));
  assert.ok(!await includes(leaf, 2n ** 8n, 2n ** 40n + 1n, ['07'.repeat(32)], root));
});

test('the leaves of the chain in docs/format.md', async () => {
  assert.equal(await blockLeaf('27ad9e1dcb0b3ab2961b4a5b407ce8e55ca6e6d8438f58c4488707eb8ea68c72'), '916d79c1ccada1b02ba11783c2a2d8a86bedace6066dbe452919f204ba130ce3');
  assert.equal(await blockLeaf('d256dbc15378d723ea59880c0af72e6e4a24bdef4adb409b1e90424000d38d89'), '52e54d3a416f93347b1a814ef0e77fe4532ffccdb3e30e906fa51a2d7acc59c7');
});

// The examples of docs/format.md, which the Java classes are held to as well.
import './web-crypto.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headerHash, merkleRoot } from '../../main/resources/webroot/js/pure/block-hash.js';
import { canHash } from '../../main/resources/webroot/js/pure/bytes.js';
import { transfer } from './samples.js';

const ONE = 'ffc437d822d76169314f1fb5bc5cf6da331dced6946ff926c46b180637a2ba15';
const THREE = '846ab2f45216d771a3700852cdf387111e76f49e546108d72fdb47d376bd9eef';

/** @type {Wire.Transfer[]} */
const three = [
  { id: '018f4e7b-0000-7000-8000-000000000001', from: 'B', to: 'A', amount: '0.01', memo: '' },
  { id: '018f4e7b-0000-7000-8000-000000000002', from: 'B', to: 'A', amount: '2.50', memo: 'rent' },
  { id: '018f4e7b-0000-7000-8000-000000000003', from: 'B', to: 'A', amount: '0.99', memo: '🍋' },
];

test('the root of no transfer, of one and of three', async () => {
  assert.equal(await merkleRoot([]), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  assert.equal(await merkleRoot([transfer()]), ONE);
  assert.equal(await merkleRoot(three), THREE);
});

test('the root changes with every field of a transfer, and with their order', async () => {
  const others = [{ id: '018f4e7a-6b1c-7d3e-9a2b-5c4d3e2f1a0c' }, { from: 'C' }, { to: 'C' }, { amount: '4.01' }, { memo: 'cafe' }];
  for (const other of others) assert.notEqual(await merkleRoot([{ ...transfer(), ...other }]), ONE);
  assert.notEqual(await merkleRoot([...three].reverse()), THREE);
});

test('an amount is hashed by its value, not by how it is written', async () => {
  assert.equal(await merkleRoot([{ ...transfer(), amount: '4' }]), ONE);
  assert.equal(await merkleRoot([{ ...transfer(), amount: '4.0' }]), ONE);
});

test('the hashes of the headers of block 1 and block 2', async () => {
  assert.ok(canHash());
  const first = {
    height: 1, hash: '', previous_hash: '27ad9e1dcb0b3ab2961b4a5b407ce8e55ca6e6d8438f58c4488707eb8ea68c72', time: 2, proposer: 'A', root: ONE,
    transfer_count: 1, transfers: [transfer()],
  };
  const hash = 'd256dbc15378d723ea59880c0af72e6e4a24bdef4adb409b1e90424000d38d89';
  assert.equal(await headerHash(first), hash);
  const second = { height: 2, hash: '', previous_hash: hash, time: 7, proposer: 'B', root: THREE, transfer_count: 3, transfers: three };
  assert.equal(await headerHash(second), 'a4f821f970ff8d48dc1ae8dc3597494d1959b4dbede39fe18b8560065cf1d50a');
});

test('the tree over seven leaves splits at the largest power of two below their number', async () => {
  const seven = Array.from({ length: 7 }, (_, i) => ({ ...transfer(), memo: String(i) }));
  const node = async (/** @type {string} */ left, /** @type {string} */ right) => {
    const bytes = Uint8Array.from([1, ...Buffer.from(left, 'hex'), ...Buffer.from(right, 'hex')]);
    return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
  };
  const expected = await node(await merkleRoot(seven.slice(0, 4)), await merkleRoot(seven.slice(4)));
  assert.equal(await merkleRoot(seven), expected);
});

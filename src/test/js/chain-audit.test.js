// A chain of three blocks, and what may be wrong with one.
import './web-crypto.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headerHash, merkleRoot } from '../../main/resources/webroot/js/pure/block-hash.js';
import { ChainAudit } from '../../main/resources/webroot/js/pure/chain-audit.js';
import { includes, blockLeaf } from '../../main/resources/webroot/js/pure/tree-proof.js';

const GENESIS = 'ab'.repeat(32);

/**
 * @param {number} n
 * @param {string} from
 * @param {string} to
 * @param {string} amount
 */
const transfer = (n, from, to, amount) => ({ id: `018f4e7a-6b1c-7d3e-9a2b-${String(n).padStart(12, '0')}`, from, to, amount, memo: '' });

/** @param {Wire.Transfer[][]} contents */
async function chain(contents) {
  /** @type {Wire.Block[]} */
  const blocks = [];
  for (const transfers of contents) {
    const header = { height: blocks.length + 1, previous_hash: blocks.at(-1)?.hash ?? GENESIS, time: blocks.length, proposer: 'A', root: await merkleRoot(transfers), transfer_count: transfers.length };
    blocks.push({ ...header, hash: await headerHash(header), transfers });
  }
  return blocks;
}

const whole = () => chain([[transfer(1, 'A', 'B', '4.00')], [transfer(2, 'B', 'A', '14.00')], [transfer(3, 'A', 'B', '1'), transfer(4, 'A', 'C', '2')]]);

/** @param {Wire.Block[]} blocks */
async function audited(blocks) {
  const audit = await new ChainAudit(GENESIS).begin();
  for (const block of blocks) if (!await audit.add(block)) break;
  return audit;
}

/**
 * @param {string} a
 * @param {string} b
 * @param {string} c
 * @returns {Wire.Account[]}
 */
const accounts = (a, b, c) => Object.entries({ A: a, B: b, C: c }).map(([name, balance]) => ({ name, owner: name, balance, on_chain: balance, height: 3 }));

test('a whole chain fits, and its root has every block in its tree', async () => {
  const blocks = await whole();
  const audit = await audited(blocks);
  assert.equal(audit.problem, null);
  assert.deepEqual([audit.height, audit.transfers, audit.hash], [3, 4, blocks[2]?.hash]);
  assert.ok(audit.checkBalances(accounts('17.00', '1.00', '12.00')));
  // Genesis and block 1 in one subtree, blocks 2 and 3 in the other: the last leaf has a path of two.
  const three = await audited(blocks.slice(0, 2));
  const leaf = await blockLeaf(String(blocks[1]?.hash));
  assert.ok(await includes(leaf, 2n, 3n, [await (await audited(blocks.slice(0, 1))).root()], await three.root()));
  assert.notEqual(await audit.root(), await three.root());
});

test('whatever is changed in a block is found at that block', async () => {
  /** @type {[RegExp, (block: Wire.Block) => Wire.Block][]} */
  const changes = [
    [/header hashes to/, (block) => ({ ...block, time: 99 })],
    [/header hashes to/, (block) => ({ ...block, hash: 'cd'.repeat(32) })],
    [/pointer/, (block) => ({ ...block, previous_hash: 'cd'.repeat(32) })],
    [/transfers hash to/, (block) => ({ ...block, transfers: [transfer(2, 'B', 'A', '14.01')] })],
    [/transfers hash to/, (block) => ({ ...block, transfers: [] })],
    [/was expected/, (block) => ({ ...block, height: 3 })],
  ];
  for (const [words, change] of changes) {
    const blocks = await whole();
    blocks[1] = change(/** @type {Wire.Block} */ (blocks[1]));
    const { problem, height } = await audited(blocks);
    assert.equal(height, 1);
    assert.match(problem?.text ?? '', words);
  }
});

test('an id is on a chain once', async () => {
  const { problem } = await audited(await chain([[transfer(1, 'A', 'B', '1')], [transfer(1, 'A', 'B', '1')]]));
  assert.match(problem?.text ?? '', /on the chain twice/);
});

test('a balance that was below zero in between is found, though all are above zero now', async () => {
  const audit = await audited(await whole());
  // Then B had 9.00 in genesis, 13.00 after block 1 and could not pay 14.00.
  assert.equal(audit.checkBalances(accounts('17.00', '0.00', '12.00')), false);
  assert.deepEqual(audit.problem, { height: 2, text: 'B falls to -1.00' });
});

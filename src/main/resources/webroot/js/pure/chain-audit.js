// Checks a whole chain, block by block from the first one, with nothing but what stands in it: every hash, every
// pointer, every root, no id twice, no account ever below zero, and the root of the tree that the members sign.
import { headerHash, merkleRoot } from './block-hash.js';
import { Bytes, sha256, toHex } from './bytes.js';
import { amountOf, minorUnits, shortHash } from './format.js';
import { blockLeaf } from './tree-proof.js';

/** The tree over the chain (RFC 9162, section 2.1), grown leaf by leaf: of each complete subtree the root. */
class GrowingTree {
  /** @type {{ size: number, root: string }[]} */
  #complete = [];

  /** @param {string} hash of the next block */
  async add(hash) {
    let last = { size: 1, root: await blockLeaf(hash) };
    for (let before = this.#complete.at(-1); before?.size === last.size; before = this.#complete.at(-1)) {
      this.#complete.pop();
      last = { size: 2 * last.size, root: await nodeOf(before.root, last.root) };
    }
    this.#complete.push(last);
  }

  async root() {
    let root = this.#complete.at(-1)?.root ?? '';
    for (const { root: left } of this.#complete.slice(0, -1).reverse()) root = await nodeOf(left, root);
    return root;
  }
}

/**
 * @param {string} left
 * @param {string} right
 */
const nodeOf = async (left, right) => toHex(await sha256(new Bytes().raw(new Uint8Array([1])).hex(left).hex(right).done()));

export class ChainAudit {
  /** The height of the last block that was taken in. */
  height = 0;
  transfers = 0;
  /** The hash of that block. */
  hash;
  /** The first thing that does not fit. @type {{ height: number, text: string } | null} */
  problem = null;

  #tree = new GrowingTree();
  /** @type {Map<string, { sum: bigint, lowest: bigint, at: number }>} since genesis, whose balances are not known here */
  #changes = new Map();
  /** @type {Set<string>} */
  #ids = new Set();

  /** @param {string} genesis the hash of block 0 */
  constructor(genesis) {
    this.hash = genesis;
  }

  /** Must be awaited before the first block. */
  async begin() {
    await this.#tree.add(this.hash);
    return this;
  }

  /**
   * The next block, with all of its transfers. False when it does not fit; then `problem` says what.
   * @param {Wire.Block} block
   */
  async add(block) {
    const { height } = block;
    const [hash, root] = await Promise.all([headerHash(block), merkleRoot(block.transfers)]);
    const problem = height !== this.height + 1 ? `block ${this.height + 1} was expected`
      : block.previous_hash !== this.hash ? `its pointer ${shortHash(block.previous_hash)} is not the hash ${shortHash(this.hash)} of block ${height - 1}`
        : hash !== block.hash ? `its header hashes to ${shortHash(hash)}, and not to ${shortHash(block.hash)}`
          : root !== block.root ? `its transfers hash to ${shortHash(root)}, and not to its root ${shortHash(block.root)}`
            : block.transfers.length !== block.transfer_count ? `it has ${block.transfers.length} transfers, and not ${block.transfer_count}` : this.#execute(block);
    if (problem) {
      this.problem = { height, text: problem };
      return false;
    }
    this.height = height;
    this.hash = hash;
    this.transfers += block.transfers.length;
    await this.#tree.add(hash);
    return true;
  }

  /** The root over genesis and all blocks so far, which a checkpoint of size height + 1 signs. */
  root() {
    return this.#tree.root();
  }

  /** @param {Wire.Block} block */
  #execute({ height, transfers }) {
    for (const { id, from, to, amount } of transfers) {
      if (this.#ids.has(id)) return `transfer ${id} is on the chain twice`;
      this.#ids.add(id);
      const units = minorUnits(amount) ?? 0n;
      if (units <= 0n || from === to) return `transfer ${id} moves ${amount} from ${from} to ${to}`;
      this.#change(from, -units, height);
      this.#change(to, units, height);
    }
    return '';
  }

  /**
   * @param {string} account
   * @param {bigint} units
   * @param {number} height
   */
  #change(account, units, height) {
    const { sum, lowest, at } = this.#changes.get(account) ?? { sum: 0n, lowest: 0n, at: 0 };
    const now = sum + units;
    this.#changes.set(account, now < lowest ? { sum: now, lowest: now, at: height } : { sum: now, lowest, at });
  }

  /**
   * What an account had in genesis follows from what it has now; then every balance between follows too.
   * @param {Wire.Account[]} accounts at this height
   */
  checkBalances(accounts) {
    const now = new Map(accounts.map(({ name, on_chain: units }) => [name, minorUnits(units) ?? 0n]));
    for (const [account, { sum, lowest, at }] of this.#changes) {
      const units = now.get(account);
      const problem = units === undefined ? `it pays to or from ${account}, which is no account`
        : units - sum < 0n ? `the balance of ${account} does not follow from the transfers`
          : units - sum + lowest < 0n ? `${account} falls to ${amountOf(units - sum + lowest)}` : '';
      if (problem) {
        this.problem ??= { height: at, text: problem };
        return false;
      }
    }
    return true;
  }
}

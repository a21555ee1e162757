// Checks the proofs of a Merkle tree, knowing nothing but roots (RFC 9162, section 2.1). Hashes are hexadecimal;
// sizes are BigInt, because bit operations on numbers stop at 32 bits.
import { Bytes, sha256, toHex } from './bytes.js';

/**
 * The leaf of a block in the tree over the chain.
 * @param {string} hash of the block
 */
export const blockLeaf = async (hash) => toHex(await sha256(new Bytes().raw(new Uint8Array([0])).hex(hash).done()));

/**
 * @param {string} left
 * @param {string} right
 */
const nodeOf = async (left, right) => toHex(await sha256(new Bytes().raw(new Uint8Array([1])).hex(left).hex(right).done()));

const EMPTY = async () => toHex(await sha256(new Uint8Array()));

/**
 * From a node on the right edge, or a right child, up to the level above the one on which it has a sibling.
 * @param {bigint} node
 */
function rise(node) {
  let up = 0n;
  while (node > 0n && ((node >> up) & 1n) === 0n) up++;
  return up;
}

/**
 * Whether a path leads from a leaf to a root (section 2.1.3.2).
 * @param {string} leaf the hash of the leaf
 * @param {bigint} index
 * @param {bigint} size of the tree with that root
 * @param {string[]} path
 * @param {string} root
 */
export async function includes(leaf, index, size, path, root) {
  if (index < 0n || index >= size) return false;
  let [node, last, hash] = [index, size - 1n, leaf];
  for (const sibling of path) {
    if (last === 0n) return false;
    if ((node & 1n) === 1n || node === last) {
      hash = await nodeOf(sibling, hash);
      // A node without a right sibling stands on a higher level too.
      const up = rise(node);
      [node, last] = [node >> up, last >> up];
    } else {
      hash = await nodeOf(hash, sibling);
    }
    [node, last] = [node >> 1n, last >> 1n];
  }
  return last === 0n && hash === root;
}

/**
 * Whether the tree with one root continues the tree with another (section 2.1.4.2).
 * @param {{ size: bigint, root: string }} earlier
 * @param {{ size: bigint, root: string }} later
 * @param {string[]} path
 */
export async function continues(earlier, later, path) {
  if (earlier.size < 0n || earlier.size > later.size) return false;
  if (earlier.size === 0n || earlier.size === later.size) {
    return path.length === 0
      && (earlier.size < later.size || earlier.root === later.root)
      && (earlier.size > 0n || earlier.root === await EMPTY());
  }
  // A complete earlier tree is a node of the later one, and the proof leaves it out.
  const isNode = (earlier.size & (earlier.size - 1n)) === 0n;
  const [first, ...rest] = isNode ? [earlier.root, ...path] : path;
  if (first === undefined) return false;
  const complete = rise(earlier.size);
  let [node, last] = [(earlier.size - 1n) >> complete, (later.size - 1n) >> complete];
  let [before, now] = [first, first];
  for (const sibling of rest) {
    if (last === 0n) return false;
    if ((node & 1n) === 1n || node === last) {
      [before, now] = [await nodeOf(sibling, before), await nodeOf(sibling, now)];
      const up = rise(node);
      [node, last] = [node >> up, last >> up];
    } else {
      now = await nodeOf(now, sibling);
    }
    [node, last] = [node >> 1n, last >> 1n];
  }
  return last === 0n && before === earlier.root && now === later.root;
}

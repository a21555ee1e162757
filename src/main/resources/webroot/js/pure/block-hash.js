// Recomputes a block's hash and Merkle root from its content, by docs/format.md: the page
// does not have to take the node's word for it.
import { headerFields, joined, transferFields } from './block-bytes.js';
import { Bytes, sha256, toHex } from './bytes.js';

/**
 * The hash of the header as the block shows it. Genesis is hashed over the configuration and cannot be checked so.
 * @param {Wire.Header} header
 */
export const headerHash = async (header) => toHex(await sha256(joined(headerFields(header)).done()));

/**
 * RFC 9162, 2.1.1, over the transfers in block order.
 * @param {Wire.Transfer[]} transfers
 */
export async function merkleRoot(transfers) {
  if (transfers.length === 0) return toHex(await sha256(new Uint8Array()));
  let level = await Promise.all(transfers.map(leafOf));
  // Pairing level by level and lifting an odd last one unchanged builds the same tree as the RFC's
  // recursion, which splits at the largest power of two below n.
  while (level.length > 1) {
    const children = level;
    level = await Promise.all(children.filter((_, i) => i % 2 === 0).map((left, i) => parentOf(left, children[2 * i + 1])));
  }
  return toHex(/** @type {Uint8Array} */ (level[0]));
}

/** @param {Wire.NewTransfer} transfer */
const leafOf = (transfer) => sha256(new Bytes().raw(new Uint8Array([0])).raw(joined(transferFields(transfer)).done()).done());

/**
 * The leaf of a transfer in the tree of its block.
 * @param {Wire.NewTransfer} transfer
 */
export const transferLeaf = async (transfer) => toHex(await leafOf(transfer));

/**
 * @param {Uint8Array<ArrayBuffer>} left
 * @param {Uint8Array<ArrayBuffer> | undefined} right none beside an odd last one
 */
const parentOf = async (left, right) => (right ? sha256(new Bytes().raw(new Uint8Array([1])).raw(left).raw(right).done()) : left);

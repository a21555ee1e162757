// Reads blocks with all of their transfers, one piece after the other.

const PIECE = 100;

/**
 * Ascending. Rejects with an RpcError.
 * @param {import('../rpc.js').RpcClient} rpc
 * @param {number} from
 * @param {number} to inclusive
 * @returns {AsyncGenerator<Wire.Block>}
 */
export async function* blocksOf(rpc, from, to) {
  for (let next = from; next <= to;) {
    const { blocks } = await rpc.call('chain', { from: next, limit: Math.min(PIECE, to - next + 1) });
    if (blocks.length === 0) return;
    yield* blocks;
    next = (blocks.at(-1)?.height ?? next) + 1;
  }
}

// The hashes of the newest blocks that one member has told of, so that members are compared at one height.

/** Between two pictures of a busy chain come fewer. */
const KEPT = 512;

export class NewestBlocks {
  /** The height of the block that was appended last; after a disk was lost that may be a lower one. @type {number | null} */
  height = null;

  #at = -Infinity;
  /** @type {Map<number, string>} */
  #hashes = new Map();

  /**
   * @param {number} height
   * @param {string} hash
   * @param {number} at when it was appended, by the member's clock; pieces of the past come later than what is newer
   */
  add(height, hash, at) {
    if (at >= this.#at) [this.#at, this.height] = [at, height];
    else if (this.#hashes.has(height)) return;
    this.#hashes.set(height, hash);
    if (this.#hashes.size > 2 * KEPT) for (const old of [...this.#hashes.keys()].sort((one, other) => one - other).slice(0, KEPT)) this.#hashes.delete(old);
  }

  /** @param {number} height null when the member has not told it */
  hashAt(height) {
    return this.#hashes.get(height) ?? null;
  }
}

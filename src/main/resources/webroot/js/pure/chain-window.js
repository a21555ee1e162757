// Which blocks the page holds: neighbours from `low` to `high`, without a hole.

/**
 * @typedef {{ low: number, high: number, hashAt: (height: number) => string | undefined }} Window
 */

/**
 * What has to be done to take further blocks in. When `replaces` is true they do not join the window, or
 * contradict it, and take its place. `above` is ascending and goes on top, one by one; `below` is descending
 * and goes to the foot.
 * @param {Window} window
 * @param {Wire.Block[]} blocks ascending, without a hole
 */
export function join(window, blocks) {
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (!first || !last) return { replaces: false, above: [], below: [] };
  const isEmpty = window.high < window.low;
  const isApart = first.height > window.high + 1 || last.height < window.low - 1;
  if (isEmpty || isApart || contradicts(window, blocks)) return { replaces: true, above: blocks, below: [] };
  return {
    replaces: false,
    above: blocks.filter(({ height }) => height > window.high),
    below: blocks.filter(({ height }) => height < window.low).reverse(),
  };
}

/**
 * A block of the same height with another hash, or a pointer of the first that does not fit the block before.
 * @param {Window} window
 * @param {Wire.Block[]} blocks
 */
function contradicts({ hashAt }, blocks) {
  const differs = (/** @type {number} */ height, /** @type {string} */ hash) => (hashAt(height) ?? hash) !== hash;
  return blocks.some(({ height, hash }) => differs(height, hash))
    || blocks.slice(0, 1).some((first) => differs(first.height - 1, first.previous_hash));
}

// Looking for a place in what is sorted.

/**
 * The first place whose element has the property, which all elements behind it have as well.
 * @template Item
 * @param {Item[]} items
 * @param {(item: Item) => boolean} has
 */
export function lowerBound(items, has) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (has(/** @type {Item} */ (items[middle]))) high = middle;
    else low = middle + 1;
  }
  return low;
}

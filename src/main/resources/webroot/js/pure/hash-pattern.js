// A hash as a small symmetric pattern of 5 × 5 cells.
export const SIZE = 5;

/**
 * The dark cells as the path of an SVG: three columns from the hash's first 15 digits, and the other two
 * mirror the first two.
 * @param {string} hash
 */
export function patternPath(hash) {
  let path = '';
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < 3; column++) {
      if (parseInt(hash[row * 3 + column] ?? '', 16) % 2) continue;
      path += `M${column} ${row}h1v1h-1z`;
      if (column < 2) path += `M${SIZE - 1 - column} ${row}h1v1h-1z`;
    }
  }
  return path;
}

// A hash as a small symmetric pattern: whether two hashes are the same is seen before it is read.
const SVG = 'http://www.w3.org/2000/svg';
const SIZE = 5;

export function fingerprint(hash) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 5 5');
  svg.setAttribute('class', 'fingerprint');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', cells(hash));
  svg.append(path);
  return svg;
}

/** Three columns from the hash's digits, the other two mirror them. */
function cells(hash) {
  let path = '';
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < 3; column++) {
      if (parseInt(hash[row * 3 + column], 16) % 2) continue;
      path += `M${column} ${row}h1v1h-1z`;
      if (column < 2) path += `M${SIZE - 1 - column} ${row}h1v1h-1z`;
    }
  }
  return path;
}

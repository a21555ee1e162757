// A hash as a small symmetric pattern: whether two hashes are the same is seen before it is read.
import { SIZE, patternPath } from './pure/hash-pattern.js';

const SVG = 'http://www.w3.org/2000/svg';

/** @param {string} hash */
export function fingerprint(hash) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${SIZE} ${SIZE}`);
  svg.setAttribute('class', 'fingerprint');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', patternPath(hash));
  svg.append(path);
  return svg;
}

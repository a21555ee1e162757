// Line icons, drawn on 16 × 16. They always stand beside a word and are hidden from assistive technology.
const SVG = 'http://www.w3.org/2000/svg';

/** @type {Record<string, string>} */
const PATHS = {
  check: 'M3 8.5 6.5 12 13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  question: 'M5.6 6a2.4 2.4 0 1 1 3.6 2.1c-.8.5-1.2.9-1.2 1.9M8 12.6v.1',
  clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 5v3.2L10.2 10',
  hourglass: 'M4 2h8M4 14h8M5 2v2.5L8 8l3-3.5V2M5 14v-2.5L8 8l3 3.5V14',
  warning: 'M8 2.2 14.5 13.5H1.5zM8 6.5v3M8 11.5v.1',
  right: 'M2.5 8h11M9.5 4l4 4-4 4',
  left: 'M13.5 8h-11M6.5 4l-4 4 4 4',
  down: 'M8 2.5v11M4 9.5l4 4 4-4',
  chevron: 'M4 6l4 4 4-4',
  block: 'M8 1.8 13.5 5v6L8 14.2 2.5 11V5zM2.7 5.1 8 8.1l5.3-3M8 8.1v6',
  enter: 'M9 2.5h4v11H9M2 8h7.5M6.5 5l3 3-3 3',
  leave: 'M7 2.5H3v11h4M6.5 8H14M11 5l3 3-3 3',
  flag: 'M4 14V2.5h8l-2 3 2 3H4',
  person: 'M8 8.2a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM2.8 14c.5-2.7 2.5-4.2 5.2-4.2s4.7 1.5 5.2 4.2',
  gap: 'M1.5 8H5M11 8h3.5M6.5 4.5l-1 7M10.5 4.5l-1 7',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  moon: 'M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1z',
  auto: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 2v12M8 5l4.5-1M8 8h6M8 11l4.5 1',
  live: 'M1.5 8h3l2-5 3 10 2-5h3',
  pause: 'M5.5 3v10M10.5 3v10',
  play: 'M4.5 2.8v10.4L13 8z',
  up: 'M8 13.5v-11M4 6.5l4-4 4 4',
};

/** @param {string} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('focusable', 'false');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', pathOf(name));
  svg.append(path);
  return svg;
}

/** @param {string} name */
function pathOf(name) {
  const path = PATHS[name];
  if (!path) throw new Error(`There is no icon "${name}".`);
  return path;
}

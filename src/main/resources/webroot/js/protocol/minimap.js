// All rows at once, painted with who was in the critical section or led a ballot, blocks, and faults; to scrub.
import { h } from '../dom.js';
import { perFrame, rested } from '../pace.js';
import { indexAt } from '../pure/trace-rows.js';
import { sentenceOf } from '../pure/trace-words.js';
import { step } from './toolbar.js';

const PAINT_GAP_MILLIS = 250;

/**
 * @param {import('./lens.js').Lens} lens
 * @param {ReturnType<typeof import('./diagram.js').createDiagram>} diagram
 */
export function createMinimap(lens, diagram) {
  const canvas = h('canvas', { class: 'minimap-canvas', 'aria-hidden': 'true' });
  const frame = h('div', { class: 'minimap-frame' });
  const element = h('div', { class: 'minimap', role: 'slider', tabindex: '0', 'aria-label': 'Moment', 'aria-orientation': 'vertical', 'aria-valuemin': '0',
    'aria-valuemax': '0', 'aria-valuenow': '0', 'data-testid': 'minimap' }, canvas, frame);

  let height = 0;
  // Moved and scaled, because another place or size would lay out the page.
  const place = () => {
    const { from, to } = diagram.window;
    frame.style.transform = `translateY(${Math.round(from * height)}px)`;
    const share = `${Math.max(1, (to - from) * 100)}%`;
    if (frame.style.height !== share) frame.style.height = share;
  };
  const tell = () => {
    const { rows, present } = lens;
    element.setAttribute('aria-valuemax', String(Math.max(0, rows.points.length - 1)));
    element.setAttribute('aria-valuenow', String(present ? indexAt(rows, present.place) : 0));
    element.setAttribute('aria-valuetext', lens.follows ? 'now' : present ? sentenceOf(present) : 'none');
  };
  let painted = lens.rows;
  // All rows of a long trace take a while, and nobody reads them anew in each frame.
  const paintSoon = rested(perFrame(() => paint(canvas, lens)), PAINT_GAP_MILLIS);
  lens.on('change', () => {
    if (painted !== lens.rows) paintSoon();
    painted = lens.rows;
    tell();
  });
  diagram.onMove(place);
  new ResizeObserver(() => {
    height = element.clientHeight;
    place();
    paintSoon();
  }).observe(element);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paintSoon);
  new MutationObserver(paintSoon).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  installScrubbing(element, lens);
  return element;
}

/**
 * @param {HTMLElement} element
 * @param {import('./lens.js').Lens} lens
 */
function installScrubbing(element, lens) {
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    step(lens, event.key === 'ArrowUp' ? -1 : 1, 'event');
  });
  let { top, height } = element.getBoundingClientRect();
  /** @param {PointerEvent} event */
  const scrub = (event) => {
    const share = Math.min(1, Math.max(0, (event.clientY - top) / height));
    const { starts, points } = lens.rows;
    const point = points[starts[Math.min(starts.length - 1, Math.floor(share * starts.length))] ?? -1];
    if (point) lens.select(point);
  };
  element.addEventListener('pointerdown', (event) => {
    element.setPointerCapture(event.pointerId);
    ({ top, height } = element.getBoundingClientRect());
    scrub(event);
  });
  element.addEventListener('pointermove', (event) => {
    if (element.hasPointerCapture(event.pointerId)) scrub(event);
  });
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {import('./lens.js').Lens} lens
 */
function paint(canvas, { rows, trace }) {
  const { clientWidth: width, clientHeight: height } = canvas;
  const pen = canvas.getContext('2d');
  if (!pen || !width || !trace) return;
  const scale = devicePixelRatio;
  canvas.width = width * scale;
  canvas.height = height * scale;
  pen.scale(scale, scale);
  // As computed, because a canvas does not know light-dark().
  const { color: block, outlineColor: bars, borderTopColor: fault } = getComputedStyle(canvas);
  const column = width / (trace.members.length + 1);
  const row = height / Math.max(1, rows.rows);
  for (const bar of rows.bars) {
    if (bar.kind === 'claim') continue;
    pen.fillStyle = bar.kind === 'away' ? fault : bars;
    pen.fillRect((bar.lane + 0.15) * column, bar.from * row, column * 0.7, Math.max(1.5, ((bar.to ?? rows.rows) - bar.from) * row));
  }
  for (const mark of rows.marks) {
    pen.fillStyle = mark.isFault ? fault : block;
    // Faults have a column of their own, so that they are not told by their colour alone.
    pen.fillRect((mark.isFault ? trace.members.length : mark.lane) * column, mark.row * row, column, 2);
  }
}

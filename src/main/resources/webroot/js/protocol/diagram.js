// The space-time diagram: a tall surface to scroll, of which only what is in view is drawn.
import { h } from '../dom.js';
import { perFrame } from '../pace.js';
import { draw, layers } from '../pure/trace-drawing.js';
import { looseAt, pointAt } from '../pure/trace-hit.js';
import { shownAt } from '../pure/trace-rows.js';
import { HEAD, ROW } from '../pure/trace-shapes.js';
import { sketch } from '../pure/trace-sketch.js';
import { drawInto } from './svg.js';

/** Two drawings that are far from each other follow faster than this only if somebody flies over the rows. */
const FLIGHT_MILLIS = 120;
/** Rows beyond which numbers of pixels become long; drawn anew then. */
const STRETCH = 1000;
const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {import('./lens.js').Lens} lens
 * @param {import('./lens.js').Source} watch
 */
export function createDiagram(lens, watch) {
  const picture = document.createElementNS(SVG, 'svg');
  // The table says the same in words.
  picture.setAttribute('aria-hidden', 'true');
  picture.setAttribute('data-testid', 'diagram-picture');
  const surface = h('div', { class: 'diagram-surface' }, picture);
  const scroller = h('div', { class: 'diagram-scroller', tabindex: '0', role: 'group', 'data-testid': 'diagram',
    'aria-label': 'Space-time diagram. Step with the arrow keys; the table has the same in words.' }, surface);
  const diagram = new Diagram(lens, watch, scroller, surface, picture);
  return diagram;
}

class Diagram {
  #lens;
  #watch;
  #surface;
  #picture;
  /** How far it is scrolled: to ask the document for it would lay out the page once more. */
  #top = 0;
  #scrolledTo = 0;
  #isOwn = false;
  #width = 0;
  #room = 0;
  #tall = 0;
  /** @type {import('../pure/trace.js').Point | null} */
  #shown = null;
  #shownRow = 0;
  /** Where the last drawing stands, and when one last stood far from the one before. */
  #drawnTop = 0;
  #jumpedAt = -Infinity;
  #landing = 0;
  /** The row at which the events are drawn as if it were at the upper edge. */
  #base = 0;
  /** Lanes and bars, the events, the names of the members. */
  #layers;
  element;

  /** @type {(() => void)[]} */
  #listeners = [];

  /**
   * @param {import('./lens.js').Lens} lens
   * @param {import('./lens.js').Source} watch
   * @param {HTMLElement} scroller
   * @param {HTMLElement} surface
   * @param {SVGSVGElement} picture
   */
  constructor(lens, watch, scroller, surface, picture) {
    this.#lens = lens;
    this.#watch = watch;
    this.element = scroller;
    this.#surface = surface;
    this.#picture = picture;
    this.#layers = [0, 1, 2].map(() => document.createElementNS(SVG, 'g'));
    picture.append(...this.#layers);
    lens.on('picture', () => this.#changed());
    scroller.addEventListener('scroll', () => this.#scrolled());
    picture.addEventListener('click', (event) => this.#clicked(event));
    new ResizeObserver(() => {
      this.#width = scroller.clientWidth;
      this.#room = scroller.clientHeight;
      picture.setAttribute('width', String(this.#width));
      picture.setAttribute('height', String(this.#room));
      this.#changed();
    }).observe(scroller);
  }

  #redraw = perFrame(() => this.#draw());

  /** The rows that are in view, as a share of all. */
  get window() {
    const { rows } = this.#lens.rows;
    const all = Math.max(1, rows);
    return { from: this.#top / ROW / all, to: Math.min(1, (this.#top + this.#room - HEAD) / ROW / all) };
  }

  /** @param {() => void} listener is called when other rows are in view */
  onMove(listener) {
    this.#listeners.push(listener);
  }

  /** What an export holds: the events of the rows in view. */
  inView() {
    const { rows } = this.#lens;
    const first = this.#top / ROW;
    const last = first + (this.#room - HEAD) / ROW;
    return rows.points.filter((point) => {
      const row = rows.rowOf.get(point) ?? -1;
      return row >= first - 1 && row < last;
    });
  }

  /** The drawing in view, for an export. */
  shapes() {
    return { shapes: draw(this.#lens.rows, this.#view()), width: this.#width, height: this.#room };
  }

  #changed() {
    const { rows, follows, moment } = this.#lens;
    // More rows than there are, so that a bar that lasts is seen to go on, and nothing covers the last event.
    const height = Math.max(this.#room, HEAD + (rows.rows + 2) * ROW);
    if (height !== this.#tall) this.#surface.style.height = `${height}px`;
    this.#tall = height;
    if (follows) this.#scrollTo(height - this.#room);
    else if (moment) this.#bringIntoView(moment);
    this.#draw();
  }

  /** The document is told only where a flight ends: to scroll lays out the page, and the picture stays where it is. */
  #scroll() {
    if (this.#scrolledTo !== this.#top) {
      this.#isOwn = true;
      this.element.scrollTop = this.#top;
    }
    this.#scrolledTo = this.#top;
  }

  /** @param {import('../pure/trace.js').Point} moment */
  #bringIntoView(moment) {
    const { rows } = this.#lens;
    const row = rows.rowOf.get(moment) ?? rows.rowOf.get(shownAt(rows, moment.place) ?? moment) ?? 0;
    const isNew = moment !== this.#shown;
    const moved = row - this.#shownRow;
    this.#shown = moment;
    this.#shownRow = row;
    const y = row * ROW - this.#top;
    const room = this.#room - HEAD;
    if (isNew && (y < ROW || y > room - 3 * ROW)) this.#scrollTo(row * ROW - room * 0.6);
    // Events that came late have moved the rows: what is looked at stays where it was.
    else if (!isNew && moved) this.#scrollTo(this.#top + moved * ROW);
  }

  /** @param {number} top */
  #scrollTo(top) {
    this.#top = Math.min(Math.max(0, Math.round(top)), Math.max(0, this.#tall - this.#room));
  }

  #scrolled() {
    // What the page itself has done is known, and to ask where it is would lay out the page.
    const isOwn = this.#isOwn;
    this.#isOwn = false;
    if (isOwn || this.#landing) return;
    const top = this.element.scrollTop;
    if (Math.abs(top - this.#top) <= 1) return;
    // A window that grows shows the end further up, and nobody has gone back.
    const isBack = top < Math.min(this.#top, this.element.scrollHeight - this.element.clientHeight) - 1;
    this.#top = top;
    this.#scrolledTo = top;
    if (isBack && this.#lens.follows) this.#lens.pause();
    this.#redraw();
  }

  /** @returns {import('../pure/trace-drawing.js').View} */
  #view() {
    const { trace, place, moment, follows } = this.#lens;
    return {
      width: this.#width, height: this.#room, top: this.#top / ROW, members: trace?.members ?? [],
      away: new Set([...this.#watch.reach].filter(([, { state }]) => state === 'unreachable').map(([member]) => member)),
      moment: place, chosen: moment, follows, wall: Boolean(this.#lens.filter.wall), lost: (point) => this.#lens.isLost(point), digits: this.#digits(),
    };
  }

  /** Of the newest time; a second of the wall clock has six, and may have a mark before. */
  #digits() {
    const { filter, rows } = this.#lens;
    return filter.wall ? 7 : String(rows.points.at(-1)?.step.time ?? 0).length;
  }

  #draw() {
    if (!this.#width || !this.#lens.trace) return;
    const isFar = Math.abs(this.#top - this.#drawnTop) > this.#room / 2;
    this.#drawnTop = this.#top;
    const now = performance.now();
    const flies = isFar && now - this.#jumpedAt < FLIGHT_MILLIS;
    if (isFar) this.#jumpedAt = now;
    clearTimeout(this.#landing);
    this.#landing = flies ? setTimeout(() => this.#draw(), FLIGHT_MILLIS) : 0;
    if (!flies) this.#scroll();
    const view = this.#view();
    // What is drawn stays where it is as long as the view does not go far.
    if (Math.abs(view.top - this.#base) > STRETCH) this.#base = Math.floor(view.top);
    const base = flies ? view.top : this.#base;
    const { ground, events, top } = flies ? sketch(this.#lens.rows, view) : layers(this.#lens.rows, view, base);
    this.#layers[1]?.setAttribute('transform', `translate(0 ${Math.round((base - view.top) * ROW)})`);
    [ground, events, top].forEach((shapes, i) => drawInto(/** @type {SVGGElement} */ (this.#layers[i]), shapes));
    for (const listener of this.#listeners) listener();
  }

  /** The event that somebody points at. @param {MouseEvent} event */
  at(event) {
    return pointAt(this.#lens.rows, this.#view(), ...this.#placeOf(event));
  }

  /** The message at whose loose end somebody points. @param {MouseEvent} event */
  looseAt(event) {
    return looseAt(this.#lens.rows, this.#view(), ...this.#placeOf(event));
  }

  /** @param {MouseEvent} event @returns {[number, number]} */
  #placeOf({ clientX, clientY }) {
    const { left, top } = this.#picture.getBoundingClientRect();
    return [clientX - left, clientY - top];
  }

  /** The row at which somebody points. @param {MouseEvent} event */
  rowAt({ clientY }) {
    return (clientY - this.#picture.getBoundingClientRect().top - HEAD + this.#top) / ROW - 0.5;
  }

  /** @param {import('../pure/trace.js').Point} point */
  rowOf(point) {
    return this.#lens.rows.rowOf.get(point) ?? -1;
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const point = this.at(event);
    if (point) this.#lens.pointAt(point);
  }
}

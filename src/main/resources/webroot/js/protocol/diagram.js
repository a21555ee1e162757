// The space-time diagram: a tall surface to scroll, of which only what is in view is drawn.
import { h } from '../dom.js';
import { perFrame } from '../pace.js';
import { HEAD, ROW, draw } from '../pure/trace-drawing.js';
import { pointAt } from '../pure/trace-hit.js';
import { shownAt } from '../pure/trace-rows.js';
import { svg } from './svg.js';

/**
 * @param {import('./lens.js').Lens} lens
 * @param {import('./lens.js').Source} watch
 */
export function createDiagram(lens, watch) {
  const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
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
    lens.on('picture', () => this.#changed());
    scroller.addEventListener('scroll', () => this.#scrolled());
    picture.addEventListener('click', (event) => this.#clicked(event));
    new ResizeObserver(() => {
      this.#width = scroller.clientWidth;
      this.#room = scroller.clientHeight;
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
    if (this.#scrolledTo !== this.#top) {
      this.#isOwn = true;
      this.element.scrollTop = this.#top;
    }
    this.#scrolledTo = this.#top;
    this.#draw();
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
    if (isOwn) return;
    const top = this.element.scrollTop;
    if (Math.abs(top - this.#top) <= 1) return;
    const isBack = top < this.#top;
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
      moment: place, chosen: moment, follows,
    };
  }

  #draw() {
    if (!this.#width || !this.#lens.trace) return;
    this.#picture.setAttribute('width', String(this.#width));
    this.#picture.setAttribute('height', String(this.#room));
    this.#picture.replaceChildren(...draw(this.#lens.rows, this.#view()).map(svg));
    for (const listener of this.#listeners) listener();
  }

  /** @param {MouseEvent} event */
  #clicked({ clientX, clientY }) {
    const { left, top } = this.#picture.getBoundingClientRect();
    const point = pointAt(this.#lens.rows, this.#view(), clientX - left, clientY - top);
    if (point) this.#lens.select(point);
  }
}

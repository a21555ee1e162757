// Where the labels of a drawing stand: none on another. What belongs to an event has its place, and is cut where the next
// lane begins to write; what belongs to an arrow moves along it.
import { ROW } from './trace-shapes.js';

/** @typedef {{ x: number, y: number, anchor: 'start' | 'middle' | 'end' }} Spot the base line, and which part of the text is at `x` */
/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */

/** Of the letters of the drawing, at most: how wide one is, and how far above and below the base line they reach. */
const LETTER = 6.9;
const [ABOVE, BELOW] = [9, 3];
/** Fewer letters than this say nothing. */
const LEAST = 3;

/**
 * @param {Spot} spot
 * @param {string} text
 * @returns {Box}
 */
export function boxOf({ x, y, anchor }, text) {
  const width = text.length * LETTER;
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - ABOVE, bottom: y + BELOW };
}

/**
 * @param {Box} one
 * @param {Box} other
 * @returns {number} how many square pixels two boxes share
 */
export const shared = (one, other) => Math.max(0, Math.min(one.right, other.right) - Math.max(one.left, other.left))
  * Math.max(0, Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top));

export class Labels {
  /** By row: a label reaches into the next one at most. @type {Map<number, Box[]>} */
  #taken = new Map();
  #edge;

  /** @param {number} [edge] where the drawing ends at the right */
  constructor(edge = Infinity) {
    this.#edge = edge;
  }

  /** @param {Box} box */
  #near(box) {
    const from = Math.floor(box.top / ROW) - 1;
    return [from, from + 1, from + 2, from + 3].flatMap((row) => this.#taken.get(row) ?? []);
  }

  /** @param {Box} box */
  #take(box) {
    const row = Math.floor(box.top / ROW);
    const boxes = this.#taken.get(row);
    if (boxes) boxes.push(box);
    else this.#taken.set(row, [box]);
  }

  /**
   * What stands where it stands.
   * @param {Spot} spot
   * @param {string} text
   */
  fix(spot, text) {
    this.#take(boxOf(spot, text));
  }

  /**
   * A text that begins at its spot, as much of it as there is room for.
   * @param {Spot} spot
   * @param {string} text
   */
  cut(spot, text) {
    const box = boxOf(spot, text);
    const inTheWay = this.#near(box).filter((each) => shared(each, box) > 0);
    const end = Math.min(this.#edge, ...inTheWay.map(({ left }) => left));
    const letters = Math.floor((end - box.left) / LETTER - 0.5);
    const fits = end >= box.right ? text : letters > LEAST ? `${text.slice(0, letters - 1).trimEnd()}…` : '';
    if (fits) this.fix(spot, fits);
    return fits;
  }

  /**
   * The first spot at which the text is on no other, or else the one at which it covers least.
   * @param {Spot[]} spots
   * @param {string} text
   * @returns {Spot}
   */
  place(spots, text) {
    let best = /** @type {Spot} */ (spots[0]);
    let least = Infinity;
    for (const spot of spots) {
      const box = boxOf(spot, text);
      const covered = this.#near(box).reduce((sum, each) => sum + shared(each, box), 0);
      if (covered >= least) continue;
      best = spot;
      least = covered;
      if (covered === 0) break;
    }
    this.fix(best, text);
    return best;
  }
}

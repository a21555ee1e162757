// What the drawings of the space-time diagram are made of: shapes, and where lanes and rows are.

/** @typedef {import('./trace.js').Point} Point */
/** @typedef {{ tag: string, attributes: Record<string, string | number>, children: Shape[], text: string }} Shape */
/**
 * `top` is the row at the upper edge, with a fraction. `moment` is a place in the order; what is later is pale. `digits` is how long the times are. `lost` says which messages will never arrive.
 * @typedef {{ width: number, height: number, top: number, members: string[], away: Set<string>, moment: number, chosen: Point | null, follows: boolean, wall?: boolean, digits?: number, lost?: (point: Point) => boolean }} View
 */

export const ROW = 26;
/** The names of the members, above the rows. */
export const HEAD = 34;
/** A digit of a time is not wider. */
const DIGIT = 6.8;

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {Shape[]} children
 * @returns {Shape}
 */
export const shape = (tag, attributes, children = [], text = '') => ({ tag, attributes, children, text });

/**
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {string} className
 * @param {string} anchor
 */
export const label = (x, y, text, className, anchor = 'start') => shape('text', { x: round(x), y: round(y), class: className, 'text-anchor': anchor }, [], text);

/** @param {number} value */
export const round = (value) => Math.round(value * 10) / 10;

/** @param {View} view too narrow for long labels */
export const narrow = ({ width }) => width < 560;

/**
 * Where lanes and rows are.
 * @param {View} view
 */
export function geometry(view) {
  const { width, top, members } = view;
  const isNarrow = narrow(view);
  // The times of the first lane stand before it, as a whole.
  const left = Math.min(width / 4, Math.max(isNarrow ? 40 : 78, 16 + DIGIT * (view.digits ?? 0)));
  const right = isNarrow ? 88 : 132;
  const gap = members.length > 1 ? (width - left - right) / (members.length - 1) : 0;
  return {
    gap,
    /** @param {number} lane */
    x: (lane) => (members.length > 1 ? left + lane * gap : width / 2),
    /** @param {number} row */
    y: (row) => HEAD + (row - top + 0.5) * ROW,
  };
}

/** @typedef {ReturnType<typeof geometry>} Geometry */

/**
 * The first row that is to be drawn, and the one behind the last.
 * @param {View} view
 * @returns {[number, number]}
 */
export const bounds = ({ top, height }) => [top - 1, top + (height - HEAD) / ROW + 1];

/**
 * @param {Point} point
 * @param {View} view
 * @param {string} kind
 */
export function group(point, view, kind) {
  const related = view.chosen && (point === view.chosen || point.sender === view.chosen || point === view.chosen.sender);
  return {
    class: `${kind}${point.place > view.moment ? ' later' : ''}${related && !view.follows ? ' chosen' : ''}`,
    'data-at': `${point.member}:${point.step.seq}`,
  };
}

/**
 * @param {number} x
 * @param {number} y
 */
export const cross = (x, y) => shape('path', { class: 'tip lost', d: `M${round(x - 5)} ${round(y - 5)}l10 10m0 -10l-10 10` });

// A drawing's description as elements.
/** @typedef {import('../pure/trace-drawing.js').Shape} Shape */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {import('../pure/trace-drawing.js').Shape} shape
 * @returns {SVGElement}
 */
export function svg({ tag, attributes, children, text }) {
  const element = document.createElementNS(SVG, tag);
  for (const name in attributes) element.setAttribute(name, String(attributes[name]));
  if (text) element.textContent = text;
  for (const child of children) element.append(svg(child));
  return element;
}

/**
 * Has the shapes as the children of a group. What is drawn already stays as it is, and of what is gone an element of the
 * same form becomes a new shape: a new element costs a hundred times as much as to see that there is one.
 * @param {SVGElement} group
 * @param {Shape[]} shapes
 */
export function drawInto(group, shapes) {
  const signatures = shapes.map((each) => JSON.stringify(each));
  const wanted = new Set(signatures);
  /** @type {Map<string, SVGElement>} */
  const known = new Map();
  /** What is gone, by its form. @type {Map<string, SVGElement[]>} */
  const gone = new Map();
  for (const element of /** @type {SVGElement[]} */ ([...group.children])) {
    const old = drawn.get(element);
    if (old && wanted.has(old.signature) && !known.has(old.signature)) known.set(old.signature, element);
    else if (old) gone.set(formOf(old.shape), [...(gone.get(formOf(old.shape)) ?? []), element]);
    else element.remove();
  }
  let place = group.firstElementChild;
  shapes.forEach((each, i) => {
    const signature = /** @type {string} */ (signatures[i]);
    const old = known.get(signature);
    known.delete(signature);
    const element = old ?? become(gone.get(formOf(each))?.shift(), each) ?? svg(each);
    drawn.set(element, { signature, shape: each });
    if (element === place) place = place.nextElementSibling;
    else group.insertBefore(element, place);
  });
  for (const elements of gone.values()) for (const element of elements) element.remove();
}

/** Of which shape an element is the drawing. @type {WeakMap<SVGElement, { signature: string, shape: Shape }>} */
const drawn = new WeakMap();

/** Two shapes of one form differ in values alone. @param {Shape} shape @returns {string} */
const formOf = ({ tag, attributes, children }) => `${tag} ${Object.keys(attributes)}(${children.map(formOf)})`;

/**
 * @param {SVGElement | undefined} element
 * @param {Shape} shape
 */
function become(element, shape) {
  const old = element && drawn.get(element);
  if (old) change(element, old.shape, shape);
  return element;
}

/**
 * @param {Element} element
 * @param {Shape} old
 * @param {Shape} shape of the same form
 */
function change(element, old, shape) {
  for (const name in shape.attributes) {
    if (shape.attributes[name] !== old.attributes[name]) element.setAttribute(name, String(shape.attributes[name]));
  }
  if (shape.text !== old.text) element.textContent = shape.text;
  shape.children.forEach((child, i) => change(/** @type {Element} */ (element.children[i]), /** @type {Shape} */ (old.children[i]), child));
}

// A drawing's description as elements.
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
 * Has the shapes as the children of a group. What is drawn already stays as it is: a new element costs a hundred times
 * as much as to see that there is one.
 * @param {SVGElement} group
 * @param {import('../pure/trace-drawing.js').Shape[]} shapes
 */
export function drawInto(group, shapes) {
  const signatures = shapes.map((each) => JSON.stringify(each));
  const wanted = new Set(signatures);
  /** @type {Map<string, SVGElement>} */
  const known = new Map();
  for (const element of /** @type {SVGElement[]} */ ([...group.children])) {
    const signature = drawn.get(element);
    if (signature !== undefined && wanted.has(signature) && !known.has(signature)) known.set(signature, element);
    else element.remove();
  }
  let place = group.firstElementChild;
  shapes.forEach((each, i) => {
    const signature = /** @type {string} */ (signatures[i]);
    const old = known.get(signature);
    known.delete(signature);
    if (old && old === place) {
      place = place.nextElementSibling;
      return;
    }
    const element = old ?? svg(each);
    drawn.set(element, signature);
    group.insertBefore(element, place);
  });
}

/** @type {WeakMap<SVGElement, string>} of which shape an element is the drawing */
const drawn = new WeakMap();

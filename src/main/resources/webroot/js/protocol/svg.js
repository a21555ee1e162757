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

// A drawing as a file of its own: with its colours, because no style sheet of the page comes along.

const STYLE = `
svg{background:#fff;font:13px system-ui,sans-serif;fill:#17202d}
.lane{stroke:#8490a2}.heads{fill:#fff}.head{font-weight:700;font-size:16px}
.bar rect{fill:#d5e0fb;stroke:#2750c4}.bar.claim rect{fill:#e1e5eb;stroke:#8490a2}.bar.away rect{fill:#fff;stroke:#ac2219;stroke-dasharray:3 3}.bar.ballot rect{stroke-dasharray:4 2}
.shaft{stroke:#17202d;stroke-width:1.5}.again .shaft{stroke-dasharray:6 4}.block .shaft{stroke-width:3.5}.pending .shaft{stroke-dasharray:2 3}
.tip{fill:#17202d;stroke:#17202d;stroke-width:1.5}.tip.open,.tip.air,.tip.circle{fill:#fff}.tip.lost,.fault .tip{stroke:#ac2219;fill:none;stroke-width:2}
.mark{fill:#17202d}.k-block .mark{fill:#2750c4}.time{fill:#566174;font-size:11px}.fault text{fill:#ac2219}
text{paint-order:stroke;stroke:#fff;stroke-width:3px}.moment{stroke:none}
`;

/**
 * @param {import('./trace-drawing.js').Shape[]} shapes
 * @param {number} width
 * @param {number} height
 */
export function toSvg(shapes, width, height) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><style>${STYLE}</style>\n${shapes.map(markup).join('\n')}\n</svg>\n`;
}

/**
 * @param {import('./trace-drawing.js').Shape} shape
 * @returns {string}
 */
function markup({ tag, attributes, children, text }) {
  const names = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(String(value))}"`).join('');
  return `<${tag}${names}>${escaped(text)}${children.map(markup).join('')}</${tag}>`;
}

/** @type {Record<string, string>} */
const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);

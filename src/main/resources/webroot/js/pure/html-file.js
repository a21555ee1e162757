// One HTML file that needs no server: the modules stand in it as data addresses, named by an import map.

const IMPORT = /^((?:import|export)\b[^;']*?)'(\.[^']+)'/gm;

/** @param {string} source of a module: what it imports by relative address */
export const importsOf = (source) => [...source.matchAll(IMPORT)].map(([, , address]) => String(address));

/**
 * "protocol/card.js" and "../dom.js" → "dom.js"
 * @param {string} from
 * @param {string} address
 */
export function resolved(from, address) {
  const parts = from.split('/').slice(0, -1);
  for (const part of address.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/**
 * A relative address means nothing within a data address, so modules import each other by name.
 * @param {string} path
 * @param {string} source
 */
const named = (path, source) => source.replace(IMPORT, (_, before, address) => `${before}'lockstep/${resolved(path, address)}'`);

/** @param {string} text */
function dataAddress(text) {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return `data:text/javascript;base64,${btoa(binary)}`;
}

/** Nothing that a memo or a reason holds ends the script. @param {unknown} value */
const json = (value) => JSON.stringify(value).replaceAll('<', '\\u003c');

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * @param {object} file
 * @param {string} file.title
 * @param {Map<string, string>} file.modules sources by path
 * @param {string} file.entry the path of the module that starts
 * @param {string} file.styles
 * @param {unknown} file.data what the entry reads from the element `recording`
 */
export function htmlFile({ title, modules, entry, styles, data }) {
  const imports = Object.fromEntries([...modules].map(([path, source]) => [`lockstep/${path}`, dataAddress(named(path, source))]));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>
${styles.replaceAll('</', '<\\/')}
</style>
<script type="importmap">${json({ imports })}</script>
</head>
<body>
<main id="main"></main>
<p class="visually-hidden" id="announcer" aria-live="polite"></p>
<script type="application/json" id="recording">${json(data)}</script>
<script type="module">import 'lockstep/${entry}';</script>
</body>
</html>
`;
}

// Which view, and which page of it, an address names.

/** "#chain/block/12" → "chain" @param {string} hash */
export const viewOf = (hash) => /^#([a-z]*)/.exec(hash)?.[1] ?? '';

/** @typedef {{ kind: 'list' } | { kind: 'block', height: number } | { kind: 'account', name: string } | { kind: 'transfer', id: string } | { kind: 'unknown', text: string }} ChainPage */

/**
 * @param {string} hash
 * @returns {ChainPage}
 */
export function chainPageOf(hash) {
  const [, kind = '', encoded = ''] = hash.split('/');
  const text = decoded(encoded);
  if (kind === '') return { kind: 'list' };
  if (kind === 'block' && /^\d{1,15}$/.test(text)) return { kind, height: Number(text) };
  if (kind === 'account' && text) return { kind, name: text };
  if (kind === 'transfer' && text) return { kind, id: text };
  return { kind: 'unknown', text: hash };
}

export const blockAddress = (/** @type {number} */ height) => `#chain/block/${height}`;
export const accountAddress = (/** @type {string} */ name) => `#chain/account/${encodeURIComponent(name)}`;
export const transferAddress = (/** @type {string} */ id) => `#chain/transfer/${encodeURIComponent(id)}`;

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A percent sign that encodes nothing.
  }
}

// What somebody may mean who writes a word into the search box.

/** @typedef {{ kind: 'block', height: number } | { kind: 'account', name: string } | { kind: 'transfer', id: string } | { kind: 'hash', prefix: string }} Meaning */

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
/** Shorter ones fit too many. */
const HASH = /^[0-9a-f]{6,64}$/i;

/**
 * All meanings, the most likely one first: an account may have a name like a height.
 * @param {string} text
 * @param {(name: string) => boolean} isAccount
 * @returns {Meaning[]}
 */
export function meaningsOf(text, isAccount) {
  const word = text.trim();
  const bare = word.replace(/^#/, '');
  /** @type {Meaning[]} */
  const meanings = [];
  if (isAccount(word)) meanings.push({ kind: 'account', name: word });
  if (/^\d{1,15}$/.test(bare)) meanings.push({ kind: 'block', height: Number(bare) });
  if (UUID.test(word)) meanings.push({ kind: 'transfer', id: dashed(word.replaceAll('-', '').toLowerCase()) });
  else if (HASH.test(word)) meanings.push({ kind: 'hash', prefix: word.toLowerCase() });
  return meanings;
}

/** @param {string} hex */
const dashed = (hex) => `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;

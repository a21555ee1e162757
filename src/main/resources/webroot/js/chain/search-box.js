// One box for all that has a page: a height, a hash, an id, an account.
import { h, setText } from '../dom.js';
import { icon } from '../icons.js';
import { accountAddress, blockAddress, transferAddress } from '../pure/address.js';
import { meaningsOf } from '../pure/search.js';
import { RpcError } from '../rpc.js';

const PIECE = 1000;

/** @typedef {import('../pure/search.js').Meaning} Meaning */

/** @param {import('../main.js').App} app */
export function createSearchBox(app) {
  const { node, rpc } = app;
  const input = h('input', { type: 'text', id: 'search', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', placeholder: 'height, hash, id or account', 'aria-label': 'Search the chain', 'data-testid': 'search' });
  const answer = h('p', { class: 'muted', role: 'status', 'data-testid': 'search-answer' });
  let asked = 0;

  const run = async () => {
    const text = input.value.trim();
    const turn = ++asked;
    const meanings = meaningsOf(text, (name) => node.accounts.some((account) => account.name === name));
    setText(answer, '');
    if (!text) return;
    try {
      for (const meaning of meanings) {
        const address = await addressOf(rpc, node, meaning, (progress) => turn === asked && setText(answer, progress));
        if (turn !== asked) return;
        if (!address) continue;
        setText(answer, '');
        // Whoever has begun to write the next search meanwhile goes on.
        if (input.value.trim() === text) input.value = '';
        if (location.hash === address) answer.textContent = 'This is the page.';
        location.hash = address;
        return;
      }
      setText(answer, `Nothing on this chain is called “${text}”. A height, a hash (6 digits or more), the id of a transfer or the name of an account is looked for.`);
    } catch (thrown) {
      setText(answer, RpcError.from(thrown).message);
    }
  };
  return h('form', { class: 'search', role: 'search', onsubmit: (/** @type {Event} */ event) => {
    event.preventDefault();
    run();
  } }, input, h('button', { type: 'submit', class: 'small', 'data-testid': 'search-submit' }, icon('right'), 'Find'), answer);
}

/**
 * Null when there is no such thing.
 * @param {import('../rpc.js').RpcClient} rpc
 * @param {import('../node-state.js').NodeState} node
 * @param {Meaning} meaning
 * @param {(text: string) => void} tell
 */
async function addressOf(rpc, node, meaning, tell) {
  switch (meaning.kind) {
    case 'account':
      return accountAddress(meaning.name);
    case 'block':
      return meaning.height <= (node.snapshot?.height ?? 0) ? blockAddress(meaning.height) : null;
    case 'transfer':
      return transferAddress(meaning.id);
    case 'hash':
      break;
  }
  return heightOfHash(rpc, node, meaning.prefix, tell);
}

/**
 * Hashes are on no index: they are read from the newest block on.
 * @param {import('../rpc.js').RpcClient} rpc
 * @param {import('../node-state.js').NodeState} node
 * @param {string} prefix
 * @param {(text: string) => void} tell
 */
async function heightOfHash(rpc, node, prefix, tell) {
  for (let to = node.snapshot?.height ?? -1; to >= 0; to -= PIECE) {
    const from = Math.max(0, to - PIECE + 1);
    const { blocks } = await rpc.call('chain', { from, limit: to - from + 1, transfers: 0 });
    const found = blocks.findLast(({ hash }) => hash.startsWith(prefix));
    if (found) return blockAddress(found.height);
    tell(`Looking for the hash: block ${from}…`);
  }
  return null;
}

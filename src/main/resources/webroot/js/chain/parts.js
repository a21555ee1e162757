// What the pages of block, account and transfer have in common.
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { accountAddress, blockAddress, transferAddress } from '../pure/address.js';

/** @param {string} name */
export const accountLink = (name) => h('a', { href: accountAddress(name), class: 'member small' }, name);

/** @param {number} height */
export const blockLink = (height) => h('a', { href: blockAddress(height) }, `#${height}`);

/** @param {string} id */
export const transferLink = (id) => h('a', { href: transferAddress(id), title: id }, h('code', {}, `…${id.slice(-8)}`));

/**
 * @param {string} from
 * @param {string} to
 */
export const wayLink = (from, to) => h('span', { class: 'way' }, accountLink(from), icon('right'), h('span', { class: 'visually-hidden' }, 'to'), accountLink(to));

/**
 * @param {string} name
 * @param {...import('../dom.js').Child} value
 */
export const fact = (name, ...value) => [h('dt', {}, name), h('dd', {}, value)];

/**
 * @param {string} title
 * @param {string} label said of the table
 * @param {string[]} columns
 * @param {HTMLElement} rows
 */
export function table(title, label, columns, rows) {
  return h('div', { class: 'scroll-x', tabindex: '0', role: 'group', 'aria-label': label },
    h('table', { class: 'transfers' }, h('caption', { class: 'visually-hidden' }, title), h('thead', {}, h('tr', {}, columns.map((name) => h('th', { scope: 'col', class: AMOUNTS.has(name) ? 'amount' : null }, name)))), rows));
}

const AMOUNTS = new Set(['Amount', 'Change', 'Balance', 'Offset']);

// The transfers of a block: the first ones at a glance, all of them in a table.
import { transferLink, wayLink } from '../chain/parts.js';
import { h, setText } from '../dom.js';
import { icon } from '../icons.js';
import { PREVIEW } from '../node-state.js';
import { grouped } from '../number.js';

/** A block may hold thousands of transfers; so many are shown at a time. */
const ROWS = 100;

/**
 * Transfers at a glance; the rest is a click away.
 * @param {Wire.Block} block
 */
export function createPreview(block) {
  const list = h('ul', { class: 'preview' });
  for (const transfer of block.transfers.slice(0, PREVIEW)) {
    list.append(h('li', {}, way(transfer), h('strong', { class: 'amount' }, grouped(transfer.amount)), memoOf(transfer)));
  }
  const more = block.transfer_count - Math.min(PREVIEW, block.transfers.length);
  if (more > 0) list.append(h('li', { class: 'muted' }, `and ${more} more`));
  return list;
}

/** @param {Wire.Transfer} transfer */
const way = ({ from, to }) => h('span', { class: 'way' },
  h('span', { class: 'member small' }, from), icon('right'), h('span', { class: 'visually-hidden' }, 'to'), h('span', { class: 'member small' }, to));

/**
 * Isolated, so that a memo written from right to left does not turn its surroundings around.
 * @param {Wire.Transfer} transfer
 */
const memoOf = ({ memo }) => (memo ? h('bdi', { class: 'memo' }, memo) : '');

/** @typedef {(shown: import('../pure/receipt.js').Shown, place: (element: HTMLElement) => void) => HTMLElement} CheckButton */

/**
 * @param {Wire.Block} block with all of its transfers
 * @param {CheckButton} checkButton makes the button that checks a receipt
 */
export function createTransferTable({ height, hash, transfers }, checkButton) {
  const rows = h('tbody', {});
  const more = h('button', { type: 'button', class: 'small' });
  let shown = 0;
  const showMore = () => {
    for (const [at, transfer] of transfers.slice(shown, shown + ROWS).entries()) rows.append(createRow({ ...transfer, height, hash, position: shown + at }, checkButton));
    shown = Math.min(shown + ROWS, transfers.length);
    more.hidden = shown === transfers.length;
    setText(more, `Show ${Math.min(ROWS, transfers.length - shown)} more of ${transfers.length}`);
  };
  more.addEventListener('click', showMore);
  showMore();
  return h('div', {},
    h('div', { class: 'scroll-x', tabindex: '0', role: 'group', 'aria-label': `Transfers of block ${height}` },
      h('table', { class: 'transfers' },
        h('caption', { class: 'visually-hidden' }, `Transfers of block ${height}`),
        h('thead', {}, h('tr', {}, ['Pos.', 'From, to', 'Amount', 'Receipt', 'Memo', 'Id'].map((label, i) => h('th', { scope: 'col', class: i === 2 ? 'amount' : null }, label)))),
        rows)),
    more);
}

/**
 * @param {import('../pure/receipt.js').Shown} transfer
 * @param {CheckButton} checkButton
 */
function createRow(transfer, checkButton) {
  const button = checkButton(transfer, (element) => row.after(h('tr', { class: 'receipt-row' }, h('td', { colspan: '6' }, element))));
  const row = h('tr', { 'data-testid': `transfer-${transfer.id}` },
    h('td', { class: 'muted' }, String(transfer.position)),
    h('td', {}, wayLink(transfer.from, transfer.to)),
    h('td', { class: 'amount' }, grouped(transfer.amount)),
    h('td', {}, button),
    h('td', { class: 'memo-cell' }, h('bdi', {}, transfer.memo ?? '')),
    h('td', {}, transferLink(transfer.id)));
  return row;
}
